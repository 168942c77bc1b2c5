/** What a server that was killed in the middle of its work left behind; `halves`, `lost` and `doubled` must be 0. */
export interface KillRound {
  round: number;
  how: string;
  /** When it was killed, in milliseconds after the work was asked for. */
  afterMs: number;
  runs: number;
  done: number;
  resumed: number;
  /** Of an import, looks that saw a part; of a sync, resources that read as deleted. */
  halves: number;
  lost: number;
  doubled: number;
}

export type KillRounds = (options: {
  url: string;
  rounds: number;
  onRound?: (round: KillRound) => void;
}) => Promise<KillRound[]>;
