import snappy from 'snappyjs';
import { DomainError } from '#common';
import { readWriteRequest, type RemoteSeries } from './remote-request.js';

const refused = (status: number, code: string, message: string) =>
  new DomainError('INVALID', message, { status, code });

/** The length that a block of snappy says it has, by which a bomb is told before it goes off; undefined of none. */
export function declaredLength(block: Uint8Array): number | undefined {
  let length = 0;
  for (let at = 0; at < 5; at++) {
    const byte = block[at];
    if (byte === undefined) return undefined;
    length += (byte & 0x7f) * 2 ** (7 * at);
    if (byte < 0x80) return length < 2 ** 32 ? length : undefined;
  }
  return undefined;
}

/** The series of a request's body. Refuses (400) what cannot be read, and (413) what would be larger than `most`. */
export function unpack(body: unknown, most: number): RemoteSeries[] {
  const length = Buffer.isBuffer(body) && declaredLength(body);
  if (length === false || length === undefined)
    throw refused(400, 'MALFORMED', 'The body is no block of snappy, as Prometheus remote write 1.0 sends it.');
  if (length > most)
    throw refused(413, 'TOO_LARGE', `A remote write may have ${most} bytes; raise CLOUDGOV_METRICS_WRITE_LIMIT.`);
  try {
    return readWriteRequest(snappy.uncompress(body, most));
  } catch {
    throw refused(400, 'MALFORMED', 'The body is no WriteRequest of Prometheus remote write 1.0.');
  }
}
