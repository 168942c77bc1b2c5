import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import type { BigQuery } from '@google-cloud/bigquery';
import type { Bucket } from '@google-cloud/storage';
import { csvLine } from '#common';
import { CloudError } from '../cloud-error.js';
import type { FileStore, StoredFile } from '../file-store.js';
import { isJson } from '../json.js';
import type { GcpClient } from './client.js';

/** Exported files in a bucket, or the FOCUS view in BigQuery; undefined where the settings name none. */
export async function billsOf(client: GcpClient, signal: AbortSignal): Promise<FileStore | undefined> {
  const { bills, project, endpoint, key } = client.access;
  if (!bills) return undefined;
  const options = { projectId: project, ...(key && { credentials: key }), ...(endpoint && { apiEndpoint: endpoint }) };
  const [, bucket, prefix = ''] = /^gs:\/\/([^/]+)\/?(.*)$/.exec(bills) ?? [];
  if (bucket) {
    const { Storage } = await import('@google-cloud/storage');
    const storage = new Storage({ ...options, retryOptions: { autoRetry: false } });
    return new BucketFiles(client, storage.bucket(bucket), prefix.replace(/\/+$/, ''), signal);
  }
  const { BigQuery } = await import('@google-cloud/bigquery');
  const authClient = await client.authClient();
  return new FocusView(client, new BigQuery({ ...options, authClient, autoRetry: false }), bills, signal);
}

class BucketFiles implements FileStore {
  constructor(
    private readonly client: GcpClient,
    private readonly bucket: Bucket,
    private readonly prefix: string,
    private readonly signal: AbortSignal,
  ) {}

  async list(): Promise<StoredFile[]> {
    const { prefix } = this;
    const [files] = await this.client.call('storage.objects.list', this.signal, () => this.bucket.getFiles({ prefix }));
    return files.flatMap(({ name, metadata }) => {
      const bytes = Number(metadata.size ?? 0);
      const below = !prefix ? name : name.startsWith(`${prefix}/`) ? name.slice(prefix.length + 1) : undefined;
      const own = below ?? (name === prefix ? name.split('/').at(-1) : undefined);
      return own && bytes ? [{ name: own, bytes }] : [];
    });
  }

  async text(name: string): Promise<string> {
    return (await buffer(await this.read(name))).toString('utf8');
  }

  async read(name: string): Promise<Readable> {
    const isItself = this.prefix.split('/').at(-1) === name && /\.\w+$/.test(name);
    const file = this.bucket.file(this.prefix && !isItself ? `${this.prefix}/${name}` : isItself ? this.prefix : name);
    await this.client.call('storage.objects.get', this.signal, () => file.getMetadata());
    return file.createReadStream();
  }

  pathOf(): undefined {
    return undefined;
  }
}

const MONTH = /^(\d{4}-\d{2})\.csv$/;

/** The view as one CSV file for each billing month, made while it is read. */
class FocusView implements FileStore {
  private readonly view: string;

  constructor(
    private readonly client: GcpClient,
    private readonly bigQuery: BigQuery,
    bills: string,
    private readonly signal: AbortSignal,
  ) {
    this.view = `\`${bills}\``;
  }

  async list(): Promise<StoredFile[]> {
    const query =
      "SELECT FORMAT_TIMESTAMP('%Y-%m', TIMESTAMP(BillingPeriodStart)) AS month, " +
      `SUM(BYTE_LENGTH(TO_JSON_STRING(t))) AS bytes FROM ${this.view} AS t GROUP BY month ORDER BY month`;
    const [rows] = await this.client.call('bigquery.jobs.create', this.signal, () => this.bigQuery.query(query));
    return (rows as { month: string; bytes: number }[]).map(({ month, bytes }) => ({
      name: `${month}.csv`,
      bytes: Number(bytes),
    }));
  }

  async text(name: string): Promise<string> {
    return (await buffer(await this.read(name))).toString('utf8');
  }

  read(name: string): Promise<Readable> {
    const month = MONTH.exec(name)?.[1];
    if (!month) return Promise.reject(new CloudError('missing', 'bigquery.jobs.create', `there is no file ${name}`));
    const query =
      `SELECT * FROM ${this.view} AS t ` + "WHERE FORMAT_TIMESTAMP('%Y-%m', TIMESTAMP(BillingPeriodStart)) = @month";
    const rows = this.bigQuery.createQueryStream({ query, params: { month } });
    return Promise.resolve(Readable.from(linesOf(rows, this.signal)));
  }

  pathOf(): undefined {
    return undefined;
  }
}

async function* linesOf(rows: AsyncIterable<unknown>, signal: AbortSignal): AsyncIterable<string> {
  let columns: string[] | undefined;
  for await (const row of rows) {
    signal.throwIfAborted();
    const record = row as Record<string, unknown>;
    if (!columns) yield csvLine((columns = Object.keys(record)));
    yield csvLine(columns.map((column) => textOf(record[column])));
  }
}

/** As FOCUS writes it: moments and exact numbers by their text, tags as one JSON object. */
function textOf(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return JSON.stringify(value.every(isPair) ? Object.fromEntries(value.map(pairOf)) : value);
  if (isJson(value) && typeof value.value === 'string') return value.value;
  // What has a text of its own is an exact number; its JSON would be quoted.
  return JSON.stringify(value).replace(/^"(.*)"$/, '$1');
}

const isPair = (pair: unknown): pair is { key: string; value?: unknown } =>
  isJson(pair) && typeof pair.key === 'string';
const pairOf = (pair: { key: string; value?: unknown }) => [pair.key, pair.value ?? ''] as const;
