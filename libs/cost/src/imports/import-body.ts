import multipart from '@fastify/multipart';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Readable } from 'node:stream';
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

/** The files of a request one after another, each to be read before the next; undefined where it carries none. */
export function filesOf(request: FastifyRequest, filename = 'upload'): AsyncIterable<IncomingFile> | undefined {
  if (request.isMultipart()) return parts(request);
  const { body } = request;
  if (!(body instanceof StreamedBody)) return undefined;
  return (async function* one() {
    yield await Promise.resolve({ name: filename, stream: body.stream });
  })();
}
