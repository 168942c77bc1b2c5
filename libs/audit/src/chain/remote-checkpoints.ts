import type { S3Client } from '@aws-sdk/client-s3';
import { postText } from '../stream/post.js';
import { checkpointLine, type CheckpointPlace } from './checkpoint.js';
import { parseCheckpoint } from './checkpoint.js';
import type { SignedHead } from './signed-texts.js';

const EVERY_MS = 10 * 60_000;
const AT_ONCE = 20;

type Sdk = typeof import('@aws-sdk/client-s3');

/**
 * Objects `PREFIX/POSITION.json`, each written once, so that a bucket whose objects are locked for some years keeps them
 * even from whoever holds our credentials. Credentials and region come from the environment, as the AWS SDK reads it.
 */
class S3Checkpoints implements CheckpointPlace {
  readonly everyMs = EVERY_MS;
  readonly name: string;
  private readonly bucket: string;
  private readonly prefix: string;
  private opened?: { sdk: Sdk; client: S3Client };

  constructor(url: URL) {
    this.name = url.href;
    this.bucket = url.hostname;
    this.prefix = url.pathname.replace(/^\/|\/$/g, '');
  }

  async write(head: SignedHead): Promise<void> {
    const { sdk, client } = await this.open();
    const Key = `${this.prefix && `${this.prefix}/`}${String(head.position).padStart(16, '0')}.json`;
    await client.send(new sdk.PutObjectCommand({ Bucket: this.bucket, Key, Body: checkpointLine(head) }));
  }

  async *read(): AsyncGenerator<SignedHead[]> {
    const { sdk, client } = await this.open();
    let ContinuationToken: string | undefined;
    do {
      const Prefix = this.prefix && `${this.prefix}/`;
      const page = await client.send(new sdk.ListObjectsV2Command({ Bucket: this.bucket, Prefix, ContinuationToken }));
      const keys = (page.Contents ?? []).flatMap(({ Key = '' }) => (Key.endsWith('.json') ? [Key] : []));
      for (let at = 0; at < keys.length; at += AT_ONCE) {
        const heads = await Promise.all(keys.slice(at, at + AT_ONCE).map((key) => this.get(key)));
        yield heads.filter((head) => head !== undefined);
      }
      ContinuationToken = page.NextContinuationToken;
    } while (ContinuationToken);
  }

  private async get(Key: string): Promise<SignedHead | undefined> {
    const { sdk, client } = await this.open();
    const { Body } = await client.send(new sdk.GetObjectCommand({ Bucket: this.bucket, Key }));
    return parseCheckpoint((await Body?.transformToString()) ?? '');
  }

  /** The SDK is loaded by those alone who use it. An endpoint of one's own wants paths. */
  private async open() {
    if (this.opened) return this.opened;
    const sdk = await import('@aws-sdk/client-s3');
    const endpoint = process.env.AWS_ENDPOINT_URL_S3 ?? process.env.AWS_ENDPOINT_URL;
    const region = process.env.AWS_REGION ?? process.env.AWS_DEFAULT_REGION ?? 'us-east-1';
    const client = new sdk.S3Client({ region, ...(endpoint && { endpoint, forcePathStyle: true }) });
    return (this.opened = { sdk, client });
  }
}

/** Posted as JSON; whoever takes them keeps them, and they are not read back. */
class PostedCheckpoints implements CheckpointPlace {
  readonly everyMs = EVERY_MS;
  readonly name: string;

  constructor(
    private readonly url: URL,
    private readonly isPrivateAllowed: boolean,
  ) {
    this.name = url.origin;
  }

  async write(head: SignedHead): Promise<void> {
    await postText(this.url, checkpointLine(head), {
      type: 'application/json',
      isPrivateAllowed: this.isPrivateAllowed,
    });
  }

  // eslint-disable-next-line @typescript-eslint/require-await
  async *read(): AsyncGenerator<SignedHead[]> {
    yield [];
  }
}

export const remotePlace = (url: URL, isPrivateAllowed: boolean): CheckpointPlace =>
  url.protocol === 's3:' ? new S3Checkpoints(url) : new PostedCheckpoints(url, isPrivateAllowed);
