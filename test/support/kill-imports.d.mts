export interface ImportRound {
  round: number;
  how: string;
  runs: number;
  done: number;
  resumed: number;
  lost: number;
  doubled: number;
}

export function killImports(options: {
  url: string;
  rounds: number;
  onRound?: (round: ImportRound) => void;
}): Promise<ImportRound[]>;
