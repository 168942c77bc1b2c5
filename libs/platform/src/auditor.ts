import type { Caller } from '#common';

export interface AuditRecord {
  /** `budget.create`: the thing and what was done to it. */
  action: string;
  subject: { type: string; id: string };
  before?: unknown;
  after?: unknown;
  note?: string;
}

/** Writes who did what into the caller's transaction, so that no change is kept without its record; `#audit` provides it. */
export abstract class Auditor {
  abstract record(caller: Caller, entry: AuditRecord): Promise<void>;
}
