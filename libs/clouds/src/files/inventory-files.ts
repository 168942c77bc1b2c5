import { gunzip } from 'node:zlib';
import { promisify } from 'node:util';
import { CloudError } from '../cloud-error.js';
import type { CloudResource, Sample } from '../cloud.js';
import type { FileStore, StoredFile } from '../file-store.js';
import { AWS_CONFIG } from './aws-config.js';
import type { FileFormat, Owner } from './file-format.js';
import { PLAIN } from './plain.js';
import { TERRAFORM } from './terraform.js';

const FORMATS: readonly FileFormat[] = [TERRAFORM, AWS_CONFIG, PLAIN];

const READ = /\.(?:json|tfstate|ndjson|jsonl)(?:\.gz)?$/i;
const HIDDEN = /(?:^|\/)[._][^/]*$/;

/** All files of an account together, unpacked; they are held in memory while they are listed. */
export const MOST_BYTES = 256 * 1024 * 1024;

const unzip = promisify(gunzip);

const tooLarge = () =>
  new CloudError(
    'invalid',
    'files:Read',
    `the files have more than ${MOST_BYTES / 1024 / 1024} MB; divide them among accounts`,
  );

async function bytesOf(store: FileStore, { name }: StoredFile, most: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of await store.read(name)) {
    chunks.push(chunk as Buffer);
    size += (chunk as Buffer).length;
    if (size > most) throw tooLarge();
  }
  const bytes = Buffer.concat(chunks);
  if (!/\.gz$/i.test(name)) return bytes;
  return unzip(bytes, { maxOutputLength: most }).catch((error: NodeJS.ErrnoException) => {
    throw error.code === 'ERR_BUFFER_TOO_LARGE' ? tooLarge() : error;
  });
}

/** One JSON document; or one resource a line, which is the plain form without its frame. */
function documentOf(name: string, text: string): unknown {
  if (!/\.(?:ndjson|jsonl)(?:\.gz)?$/i.test(name)) return JSON.parse(text);
  const lines = text.split('\n').filter((line) => line.trim());
  return { resources: lines.map((line) => JSON.parse(line) as unknown) };
}

function told(name: string, bytes: Buffer, owner: Owner) {
  const document = documentOf(name, bytes.toString('utf8').replace(/^\uFEFF/, ''));
  const format = FORMATS.find((each) => each.is(document));
  if (!format) throw new Error(`is neither ${FORMATS.map(({ title }) => title).join(' nor ')}`);
  return format.read(document, owner);
}

/** The store's own refusals are told as they are; anything else is the file's fault, and names it. */
function fault(name: string, error: unknown): CloudError {
  if (error instanceof CloudError) return error;
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'EACCES' || code === 'EPERM') return new CloudError('denied', 'files:Read', `${name} may not be read`);
  return new CloudError('broken', 'files:Read', `${name}: ${message}`);
}

/** What all inventory files of a store tell. Where two name one resource, the later file in the order of names counts. */
export async function readFiles(store: FileStore, owner: Owner, signal: AbortSignal) {
  const files = (await store.list()).filter(({ name }) => READ.test(name) && !HIDDEN.test(name));
  files.sort((a, b) => (a.name < b.name ? -1 : 1));
  const resources = new Map<string, CloudResource>();
  const samples: Sample[] = [];
  let left = MOST_BYTES;
  for (const file of files) {
    signal.throwIfAborted();
    try {
      const bytes = await bytesOf(store, file, left);
      left -= bytes.length;
      const found = told(file.name, bytes, owner);
      for (const resource of found.resources) resources.set(resource.nativeId, resource);
      samples.push(...found.samples);
    } catch (error) {
      throw fault(file.name, error);
    }
  }
  return { files: files.length, resources: [...resources.values()], samples };
}
