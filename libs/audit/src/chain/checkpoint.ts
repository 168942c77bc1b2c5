import type { SignedHead } from './signed-texts.js';

/** A signed head as one line of JSON. */
export function checkpointLine({ position, hash, signedAt, signature, keyId }: SignedHead): string {
  const fields = { position, hash: hash.toString('hex'), signedAt, signature: signature.toString('base64'), keyId };
  return `${JSON.stringify(fields)}\n`;
}

const isText = (value: unknown): value is string => typeof value === 'string';

/** Undefined where the line is none of ours, such as one that a crash has cut short. */
export function parseCheckpoint(line: string): SignedHead | undefined {
  let fields: Partial<Record<keyof SignedHead, unknown>>;
  try {
    fields = JSON.parse(line) as typeof fields;
  } catch {
    return undefined;
  }
  const { position, hash, signedAt, signature, keyId } = fields ?? {};
  const isWhole = Number.isSafeInteger(position) && [hash, signedAt, signature, keyId].every(isText);
  if (!isWhole || Number.isNaN(Date.parse(signedAt as string))) return undefined;
  return {
    position: position as number,
    hash: Buffer.from(hash as string, 'hex'),
    signedAt: new Date(signedAt as string),
    signature: Buffer.from(signature as string, 'base64'),
    keyId: keyId as string,
  };
}

/** Somewhere outside the database where checkpoints are kept. */
export interface CheckpointPlace {
  /** Shown to people. */
  readonly name: string;
  /** At most one in so many milliseconds; the newest comes through in the end. */
  readonly everyMs: number;
  write(head: SignedHead): Promise<void>;
  /** All that were written, in no certain order, some hundreds at a time; nothing where the place cannot be read back. */
  read(): AsyncIterable<SignedHead[]>;
}
