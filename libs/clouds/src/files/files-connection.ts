import type {
  CloudConnection,
  CloudResource,
  CredentialCheck,
  Listing,
  Measurement,
  Sample,
  Unreachable,
} from '../cloud.js';
import type { Effect } from '../action.js';
import { CloudError } from '../cloud-error.js';
import type { FileStore } from '../file-store.js';
import type { Metric } from '../metric.js';
import type { Owner } from './file-format.js';
import { readFiles } from './inventory-files.js';

/** Where the files lie, and what it takes to read them. */
export interface FilesPlace {
  /** As a person wrote it. */
  uri: string;
  open(): Promise<FileStore>;
  /** What it takes to read it, ready to paste. */
  policy: string;
}

type Read = Awaited<ReturnType<typeof readFiles>>;

/**
 * The files of one account. They are read once, at the first question, and are true or false together: while one of them
 * cannot be read no listing is complete, because what it would tell is not known.
 */
export class FilesConnection implements CloudConnection {
  #read: Promise<Read> | undefined;

  constructor(
    private readonly place: FilesPlace,
    private readonly owner: Owner,
  ) {}

  async check(signal: AbortSignal): Promise<CredentialCheck> {
    const purpose = 'to read the inventory files';
    const missing = await this.read(signal).then(
      ({ files }) =>
        files ? undefined : 'no file there ends with .json, .tfstate, .ndjson or .jsonl (or these with .gz)',
      (error: unknown) => (error as Error).message,
    );
    const permission = { action: 'files:Read', purpose, ...(missing && { missing }) };
    return { identity: this.place.uri, permissions: [permission], policy: this.place.policy };
  }

  async *accounts() {}

  /** The types and regions that the files name. */
  async listings(signal: AbortSignal): Promise<{ listings: Listing[]; unreachable: Unreachable[] }> {
    const { resources } = await this.read(signal);
    const listings = new Map<string, Listing>();
    for (const { region, type } of resources) listings.set(`${region} ${type}`, { region, type });
    return { listings: [...listings.values()], unreachable: [] };
  }

  async *list(listing: Listing, signal: AbortSignal): AsyncGenerator<CloudResource> {
    const { resources } = await this.read(signal);
    for (const resource of resources) {
      signal.throwIfAborted();
      if (resource.region === listing.region && resource.type === listing.type) yield resource;
    }
  }

  async *measure({ resources, metrics, from, to }: Measurement, signal: AbortSignal): AsyncGenerator<Sample> {
    const asked = new Set(resources.map(({ nativeId }) => nativeId));
    const wanted = new Set<Metric>(metrics);
    for (const sample of (await this.read(signal)).samples)
      if (asked.has(sample.nativeId) && wanted.has(sample.metric) && sample.at >= from && sample.at < to) yield sample;
  }

  /** Bills in files are imported, see `POST /cost/imports`. */
  bills() {
    return Promise.resolve(undefined);
  }

  act(): Promise<Effect> {
    return Promise.reject(new CloudError('unsupported', 'files:Act', 'files are read, and never changed'));
  }

  close() {
    this.#read = undefined;
  }

  /** A failure is not kept: the next question reads again. */
  private read(signal: AbortSignal): Promise<Read> {
    signal.throwIfAborted();
    this.#read ??= this.place
      .open()
      .then((store) => readFiles(store, this.owner, signal))
      .catch((error: unknown) => {
        this.#read = undefined;
        throw error;
      });
    return this.#read;
  }
}
