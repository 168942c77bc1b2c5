/** An import as `GET /cost/imports/:id` answers it. */
export interface CostImport {
  id: string;
  source: string;
  names: string[];
  state: 'queued' | 'running' | 'done' | 'held' | 'failed' | 'refused';
  focusVersion: string | null;
  rowsRead: number;
  rowsAccepted: number;
  rowsQuarantined: number;
  bytesRead: number;
  bytesTotal: number | null;
  periods: ImportedPeriod[];
  conformance: { score: number; evaluated: number; total: number; rules: { level: string }[] } | null;
  isUnchanged: boolean;
  createdAt: string;
  startedAt: string | null;
  endedAt: string | null;
  error: string | null;
}

export interface ImportedPeriod {
  provider: string;
  billingAccountId: string;
  start: string;
  end: string;
  currency: string;
  billedCost: string;
  effectiveCost: string;
}

/** A row that could not be read, as `GET /cost/imports/:id/quarantine` lists it. */
export interface QuarantinedRow {
  file: string;
  line: number;
  column: string | null;
  reason: string;
  raw: string;
}

const ENDED: CostImport['state'][] = ['done', 'held', 'failed', 'refused'];

export const hasEnded = ({ state }: CostImport) => ENDED.includes(state);
