import type { Readable } from 'node:stream';
import type { S3Client, S3ClientConfig } from '@aws-sdk/client-s3';
import { DomainError, invalid } from '#common';
import type { FileStore, StoredFile } from '../file-store.js';

const MOST_OBJECTS = 100_000;

/** Bucket and prefix of `s3://bucket/prefix`; throws `INVALID` for anything else. */
export function parseS3(uri: string): { bucket: string; prefix: string } {
  const parts = /^s3:\/\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:\/(.*))?$/.exec(uri);
  if (!parts) throw invalid('uri', 'must be s3://bucket/prefix');
  return { bucket: parts[1]!, prefix: parts[2] ?? '' };
}

/** What S3 refuses is told in its own words; it never holds a secret. */
const refused = (bucket: string, error: unknown) =>
  new DomainError(
    'UNAVAILABLE',
    `S3 does not give s3://${bucket}: ${(error as Error).name}: ${(error as Error).message}`,
  );

/** Credentials and region as the AWS SDK reads them from the environment. An endpoint of one's own wants paths. */
function ambient(): S3ClientConfig {
  const endpoint = process.env.AWS_ENDPOINT_URL_S3 ?? process.env.AWS_ENDPOINT_URL;
  return {
    region: process.env.AWS_REGION ?? process.env.AWS_DEFAULT_REGION ?? 'us-east-1',
    ...(endpoint && { endpoint, forcePathStyle: true }),
  };
}

/** Objects below a prefix. */
export class S3Store implements FileStore {
  private readonly keys = new Map<string, string>();

  private constructor(
    private readonly client: S3Client,
    private readonly sdk: typeof import('@aws-sdk/client-s3'),
    private readonly bucket: string,
    private readonly prefix: string,
  ) {}

  /** With the account that the environment names, unless one is given. The SDK is loaded here, for those who use it. */
  static async open(uri: string, config: S3ClientConfig = ambient()): Promise<S3Store> {
    const { bucket, prefix } = parseS3(uri);
    const sdk = await import('@aws-sdk/client-s3');
    return new S3Store(new sdk.S3Client({ ...config, followRegionRedirects: true }), sdk, bucket, prefix);
  }

  async list(): Promise<StoredFile[]> {
    const files: StoredFile[] = [];
    let token: string | undefined;
    do {
      const page = await this.send(
        () => new this.sdk.ListObjectsV2Command({ Bucket: this.bucket, Prefix: this.prefix, ContinuationToken: token }),
      );
      for (const { Key = '', Size = 0 } of page.Contents ?? []) this.add(files, Key, Size);
      if (files.length > MOST_OBJECTS) throw invalid('uri', 'holds too many objects for one delivery');
      token = page.NextContinuationToken;
    } while (token);
    return files;
  }

  async text(name: string): Promise<string> {
    let text = '';
    for await (const chunk of (await this.read(name)).setEncoding('utf8')) text += String(chunk);
    return text;
  }

  async read(name: string): Promise<Readable> {
    const Key = this.keys.get(name);
    const { Body } = await this.get(new this.sdk.GetObjectCommand({ Bucket: this.bucket, Key }));
    return Body as Readable;
  }

  pathOf() {
    return undefined;
  }

  close() {
    this.client.destroy();
  }

  /** A prefix that is an object's whole key names that object. */
  private add(files: StoredFile[], key: string, bytes: number) {
    if (key.endsWith('/')) return;
    const name = key === this.prefix ? key.slice(key.lastIndexOf('/') + 1) : key.slice(this.prefix.length);
    const clean = name.replace(/^\/+/, '');
    this.keys.set(clean, key);
    files.push({ name: clean, bytes });
  }

  private async send(command: () => InstanceType<typeof this.sdk.ListObjectsV2Command>) {
    return this.client.send(command()).catch((error: unknown) => {
      throw refused(this.bucket, error);
    });
  }

  private async get(command: InstanceType<typeof this.sdk.GetObjectCommand>) {
    return this.client.send(command).catch((error: unknown) => {
      throw refused(this.bucket, error);
    });
  }
}
