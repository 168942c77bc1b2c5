/** The end of the chain as it was at a moment; with its signature a checkpoint. */
export interface Head {
  /** Of the newest sealed entry, from 1. */
  position: number;
  hash: Buffer;
  signedAt: Date;
}

/** A part of the chain whose entries have been deleted by retention. */
export interface Segment {
  firstPosition: number;
  lastPosition: number;
  /** The seal before its first, and its last. */
  previousHash: Buffer;
  lastHash: Buffer;
  forgottenAt: Date;
}

export interface Signature {
  signature: Buffer;
  /** The first 16 hexadecimal digits of SHA-256 of the public key's SPKI in DER. */
  keyId: string;
}

export type SignedHead = Head & Signature;
export type SignedSegment = Segment & Signature;

const lines = (...words: (string | number)[]) => Buffer.from(words.map((word) => `${word}\n`).join(''));

/** What is signed of a head: four lines, each ended by a line feed; hashes in lower hexadecimal, times as `toISOString`. */
export const headText = ({ position, hash, signedAt }: Head) =>
  lines('cloudgov audit head', position, hash.toString('hex'), signedAt.toISOString());

/** What is signed of a segment: six lines of the same kind. */
export const segmentText = (of: Segment) =>
  lines(
    'cloudgov audit segment',
    of.firstPosition,
    of.lastPosition,
    of.previousHash.toString('hex'),
    of.lastHash.toString('hex'),
    of.forgottenAt.toISOString(),
  );
