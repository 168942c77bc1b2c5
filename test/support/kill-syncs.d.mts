/** What a round left behind; `halves` (resources that read as deleted), `lost` and `doubled` must be 0. */
export interface SyncRound {
  round: number;
  how: string;
  /** When it was killed, in milliseconds after the sync was asked for. */
  afterMs: number;
  runs: number;
  done: number;
  resumed: number;
  halves: number;
  lost: number;
  doubled: number;
}

export function killSyncs(options: {
  url: string;
  rounds: number;
  onRound?: (round: SyncRound) => void;
}): Promise<SyncRound[]>;
