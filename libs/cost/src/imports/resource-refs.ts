import { keyText, nativeIdOf } from '#common';
import { resourceIdOf } from '#inventory';
import { own } from '../own.js';
import { inOrder, type AccountEntry, type Query, type TagSetEntry } from './interned.js';
import type { Paired } from './pairings.js';

/** With its sets of tags. */
export interface ResourceEntry extends Paired<TagSetEntry> {
  id: string;
  account: AccountEntry;
  /** Empty once its reference is stored; the id says the same. */
  nativeId: string;
}

/** References that wait to be stored; whoever brings more waits with them. */
const MOST_WAITING = 5_000;

/**
 * The references of an import's resources. Their ids follow from account and native id, so rows need not wait for them
 * to be stored: what gathers while one insert is under way makes up the next.
 */
export class ResourceRefs {
  private waiting: ResourceEntry[] = [];
  private writing: Promise<void> | undefined;
  private failure?: Error;

  constructor(private readonly query: Query) {}

  /** Gives each its id, once the account has one; the native id may be a slice, which keeps a whole block of a file alive. */
  async add(entries: readonly ResourceEntry[]): Promise<void> {
    for (const entry of entries) {
      entry.nativeId = own(keyText(nativeIdOf(entry.account.provider, entry.nativeId)));
      entry.id = resourceIdOf(entry.account.id, entry.nativeId);
      this.waiting.push(entry);
    }
    this.writing ??= this.write();
    if (this.waiting.length > MOST_WAITING) await this.writing;
    this.complain();
  }

  /** Ends when all are stored. */
  async end(): Promise<void> {
    await this.writing;
    this.complain();
  }

  private complain() {
    if (this.failure) throw this.failure;
  }

  private async write() {
    try {
      while (this.waiting.length) await this.store(this.waiting.splice(0));
    } catch (error) {
      this.failure = error as Error;
    }
    this.writing = undefined;
  }

  private async store(entries: ResourceEntry[]) {
    const sorted = inOrder(entries, ({ account, nativeId }) => `${account.id} ${nativeId}`);
    await this.query(
      `insert into resource_ref (id, account_id, native_id) select * from unnest($1::uuid[], $2::uuid[], $3::text[])
       on conflict do nothing`,
      [sorted.map(({ id }) => id), sorted.map(({ account }) => account.id), sorted.map(({ nativeId }) => nativeId)],
    );
    for (const entry of entries) entry.nativeId = '';
  }
}
