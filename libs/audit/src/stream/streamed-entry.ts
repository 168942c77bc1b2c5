/** A sealed entry as it is sent. */
export interface StreamedEntry {
  position: number;
  /** Its seal, in hexadecimal. */
  hash: string;
  id: string;
  at: Date;
  actor: string;
  actorId: string;
  action: string;
  subjectType: string;
  subjectId: string;
  before: unknown;
  after: unknown;
  note: string | null;
  requestId: string | null;
  address: string | null;
}

/** Takes a batch whole, or rejects; after a rejection the same batch comes again. */
export type Sink = (entries: StreamedEntry[]) => Promise<void>;
