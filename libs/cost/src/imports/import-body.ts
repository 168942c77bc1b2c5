import multipart from '@fastify/multipart';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { finished, Transform, type Readable } from 'node:stream';
import { DomainError, invalid } from '#common';

const ROUTE = /^\/cost\/imports\/?(\?|$)/;
const TYPES = ['text/csv', 'text/plain', 'application/gzip', 'application/x-gzip', 'application/octet-stream'].concat(
  'application/vnd.apache.parquet',
  'application/x-parquet',
);

/** The most files of one delivery. */
export const MOST_FILES = 1000;

/** A body that has not been read: it goes to the disk as it comes. */
export class StreamedBody {
  constructor(readonly stream: Readable) {}

  /** A stream says nothing of itself to whoever prints a request's body. */
  toJSON() {
    return null;
  }
}

const unsupported = (type: string) =>
  new DomainError('INVALID', `Files of type ${type} are taken by POST /cost/imports alone.`, { status: 415 });

/**
 * Lets the files of bills pass unread, whatever their size: the limit of JSON bodies is not theirs. Every other route
 * refuses such bodies as it did before.
 */
export async function takeFiles(server: FastifyInstance): Promise<void> {
  server.addContentTypeParser(TYPES, (request, payload, done) => {
    if (ROUTE.test(request.url)) return done(null, new StreamedBody(payload));
    return done(Object.assign(unsupported(String(request.headers['content-type'])), { statusCode: 415 }));
  });
  await server.register(multipart, {
    limits: { fileSize: Infinity, files: MOST_FILES, fields: 20, parts: MOST_FILES + 20 },
  });
  server.addHook('preParsing', (request, _reply, payload, done) => {
    const type = String(request.headers['content-type'] ?? '');
    const isForm = type.toLowerCase().startsWith('multipart/');
    if (isForm && !ROUTE.test(request.url)) return done(Object.assign(unsupported(type), { statusCode: 415 }));
    return done(null, payload);
  });
}

export interface IncomingFile {
  name: string;
  stream: Readable;
}

const tooLarge = (limit: number) =>
  new DomainError('INVALID', `A delivery may have ${limit} bytes; raise CLOUDGOV_UPLOAD_LIMIT, or send less at once.`, {
    status: 413,
    code: 'TOO_LARGE',
  });

/** What the form's parser stumbles over is the sender's fault, whether between files or within one. */
const malformed = (error: Error & { statusCode?: number }) =>
  error.statusCode || error instanceof DomainError
    ? error
    : new DomainError('INVALID', `The form cannot be read: ${error.message}.`, { status: 400, code: 'MALFORMED' });

/** The parts as they come. */
async function* partsOf(request: FastifyRequest) {
  try {
    yield* request.parts();
  } catch (error) {
    throw malformed(error as Error);
  }
}

async function* parts(request: FastifyRequest): AsyncGenerator<IncomingFile> {
  let files = 0;
  for await (const part of partsOf(request)) {
    if (part.type !== 'file') continue;
    files++;
    yield { name: part.filename || `file-${files}`, stream: part.file };
  }
  if (!files) throw invalid('file', 'is missing: send at least one part with a file in it');
}

async function* one(file: IncomingFile) {
  yield await Promise.resolve(file);
}

/** Ends with an error once more than `limit` bytes of all files together have passed. */
async function* bounded(files: AsyncIterable<IncomingFile>, limit: number): AsyncGenerator<IncomingFile> {
  let left = limit;
  const count = () =>
    new Transform({
      transform(chunk: Buffer, _encoding, done) {
        left -= chunk.length;
        done(left < 0 ? tooLarge(limit) : null, chunk);
      },
    });
  for await (const { name, stream } of files) {
    const counted = stream.pipe(count());
    // A source that breaks does not end what it flows into; of one that is refused the rest flows away, or its sender,
    // who has not sent it yet, would never read the answer.
    finished(stream, { writable: false }, (error) => error && counted.destroy(error));
    counted.once('error', () => stream.resume());
    yield { name, stream: counted };
  }
}

/** The files of a request one after another, each to be read before the next; undefined where it carries none. */
export function filesOf(
  request: FastifyRequest,
  { filename = 'upload', limit }: { filename?: string; limit: number },
): AsyncIterable<IncomingFile> | undefined {
  if (request.isMultipart()) return bounded(parts(request), limit);
  const { body } = request;
  return body instanceof StreamedBody ? bounded(one({ name: filename, stream: body.stream }), limit) : undefined;
}
