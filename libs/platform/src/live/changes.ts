import { setTimeout as pause } from 'node:timers/promises';
import { Injectable, Logger, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { DomainError } from '#common';
import { Database, isAway } from '#data';
import { Pulse } from '../jobs/pulse.js';
import { Signals } from '../jobs/signals.js';
import { LiveRows } from './live-rows.js';
import { TableChanges } from './table-changes.js';

const POLL_MS = 2_000;
const GAP_MS = 100;

interface Watcher {
  table: string;
  hear: (id: string) => void;
}

interface Newcomer extends Watcher {
  begin: (stop: () => void) => void;
  fail: (error: Error) => void;
}

/**
 * Tells which rows of a table have changed, whichever process changed them. The truth is in the rows themselves, each
 * of which bears the transaction that wrote it last (`changed_in`, by the trigger `note_change`); that trigger also
 * says so by NOTIFY, which only makes it quick: what was not heard is found a moment later. No table is looked at
 * while nobody watches.
 */
@Injectable()
export class Changes implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly log = new Logger('Changes');
  private readonly watchers = new Set<Watcher>();
  private readonly tables = new Map<string, TableChanges>();
  private readonly looking = new Pulse(() => this.turn(), POLL_MS);
  private newcomers: Newcomer[] = [];
  private isClosing = false;

  constructor(
    private readonly db: Database,
    private readonly signals: Signals,
  ) {}

  onApplicationBootstrap() {
    this.signals.on('changed', () => this.watchers.size && this.looking.wake());
    this.looking.start();
  }

  async beforeApplicationShutdown() {
    this.isClosing = true;
    await this.looking.stop();
    for (const { fail } of this.newcomers) fail(closing());
  }

  /** Rows as `read` finds them after each change; changes from now on. `table` is the code's own word. */
  async follow<T>(table: string, read: (id: string) => Promise<T | undefined>): Promise<LiveRows<T>> {
    const rows = new LiveRows(read);
    rows.onEnd(await this.watch(table, (id) => rows.push(id)));
    return rows;
  }

  /** Resolves once every later change will be heard; answers with the way to stop. */
  private watch(table: string, hear: Watcher['hear']): Promise<() => void> {
    return new Promise((begin, fail) => {
      if (this.isClosing) return fail(closing());
      this.newcomers.push({ table, hear, begin, fail });
      this.looking.wake();
    });
  }

  private async turn() {
    const newcomers = this.newcomers;
    this.newcomers = [];
    const wanted = new Set([...this.watchers, ...newcomers].map(({ table }) => table));
    for (const table of this.tables.keys()) if (!wanted.has(table)) this.tables.delete(table);
    try {
      for (const table of wanted) await this.look(table);
      for (const each of newcomers) this.admit(each);
    } catch (error) {
      for (const { fail } of newcomers) fail(error as Error);
      if (isAway(error)) this.log.warn(`The database is away: ${(error as Error).message}`);
      else this.log.error((error as Error).stack);
    }
    if (wanted.size && !this.isClosing) await pause(GAP_MS);
  }

  private async look(table: string) {
    const changes = this.tables.get(table) ?? new TableChanges(this.db, table);
    this.tables.set(table, changes);
    const ids = await changes.next();
    for (const watcher of this.watchers) if (watcher.table === table) ids.forEach((id) => watcher.hear(id));
  }

  private admit({ table, hear, begin }: Newcomer) {
    const watcher = { table, hear };
    this.watchers.add(watcher);
    begin(() => void this.watchers.delete(watcher));
  }
}

const closing = () => new DomainError('UNAVAILABLE', 'The server is stopping; subscribe again.');
