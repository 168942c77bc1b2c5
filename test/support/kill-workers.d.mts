/** What a round left behind; `lost` and `doubled` must be 0. */
export interface Round {
  round: number;
  how: 'kill -9' | 'freeze';
  runs: number;
  done: number;
  resumed: number;
  lost: number;
  doubled: number;
}

export function killWorkers(options: {
  url: string;
  rounds: number;
  onRound?: (round: Round) => void;
}): Promise<Round[]>;
