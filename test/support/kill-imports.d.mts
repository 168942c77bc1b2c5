/** What a round left behind; `halves` (looks that saw a part), `lost` and `doubled` must be 0. */
export interface ImportRound {
  round: number;
  how: string;
  /** When it was killed, in milliseconds after the upload was answered. */
  afterMs: number;
  runs: number;
  done: number;
  resumed: number;
  halves: number;
  lost: number;
  doubled: number;
}

export function killImports(options: {
  url: string;
  rounds: number;
  onRound?: (round: ImportRound) => void;
}): Promise<ImportRound[]>;
