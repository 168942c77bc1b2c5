import { randomUUID } from 'node:crypto';
import { request as plain, type ClientRequest, type IncomingMessage } from 'node:http';
import { request as secure } from 'node:https';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { text } from 'node:stream/consumers';
import { refusal, unreachable } from './api.js';
import { Failure } from './failure.js';
import type { Target } from './find-server.js';
import type { LocalFile } from './local-files.js';

/** A quote or a line break in a name is written as browsers write it. */
const quoted = (name: string) => name.replaceAll('"', '%22').replace(/[\r\n]+/g, ' ');

const head = (boundary: string, name: string) =>
  `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="${quoted(name)}"\r\n` +
  'content-type: application/octet-stream\r\n\r\n';

/** A form of RFC 7578, piece by piece: no file is ever whole in memory. */
async function* formOf(files: readonly LocalFile[], boundary: string, sent: (bytes: number) => void) {
  let total = 0;
  for (const file of files) {
    yield Buffer.from(head(boundary, file.name));
    try {
      for await (const chunk of file.open() as AsyncIterable<Buffer>) {
        yield chunk;
        sent((total += chunk.length));
      }
    } catch (error) {
      throw new Failure(
        `${file.name} could not be read to its end: ${(error as Error).message}.`,
        'nothing was imported; mend it and import again',
      );
    }
    yield Buffer.from('\r\n');
  }
  yield Buffer.from(`--${boundary}--\r\n`);
}

const answerTo = (request: ClientRequest) =>
  new Promise<IncomingMessage>((resolve, reject) => request.once('response', resolve).once('error', reject));

/**
 * Sends the files as one delivery and returns the import that it became. A server that refuses does so at once, without
 * waiting for the rest, and then its word counts and not the connection that it has closed.
 */
export async function upload<T>(
  target: Target,
  path: string,
  files: readonly LocalFile[],
  sent: (bytes: number) => void,
): Promise<T> {
  const boundary = `cloudgov-${randomUUID()}`;
  const request = (target.url.startsWith('https:') ? secure : plain)(target.url + path, {
    method: 'POST',
    headers: { authorization: `Bearer ${target.token}`, 'content-type': `multipart/form-data; boundary=${boundary}` },
  });
  const answer = answerTo(request);
  const sending = pipeline(Readable.from(formOf(files, boundary, sent), { objectMode: true }), request);
  const failed = sending.then(
    () => new Promise<never>(() => undefined),
    async (error: Error) => {
      if (error instanceof Failure) throw error;
      return answer;
    },
  );
  try {
    const reply = await Promise.race([answer, failed]);
    const said = await text(reply);
    if (reply.statusCode! >= 300) throw refusal(target, reply.statusCode!, said);
    return JSON.parse(said) as T;
  } catch (error) {
    throw error instanceof Failure ? error : unreachable(target, error);
  } finally {
    request.destroy();
  }
}
