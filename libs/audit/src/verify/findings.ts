export const FAULT_KINDS = ['altered', 'inserted', 'missing', 'restored'] as const;
export type FaultKind = (typeof FAULT_KINDS)[number];

/** One place where the record is not what was sealed. */
export interface Fault {
  kind: FaultKind;
  position: number | null;
  entryId: string | null;
  /** Of the entry, else of the signature. */
  at: Date | null;
  message: string;
}

const MOST = 20;

/** The first faults, and how many there are in all. */
export class Findings {
  readonly faults: Fault[] = [];
  count = 0;

  add(
    kind: FaultKind,
    message: string,
    { position = null, entryId = null, at = null }: Partial<Fault> = {},
    times = 1,
  ) {
    this.count += times;
    if (this.faults.length < MOST) this.faults.push({ kind, position, entryId, at, message });
  }
}
