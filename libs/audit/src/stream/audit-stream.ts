import { performance } from 'node:perf_hooks';
import { Injectable, Logger, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { Database } from '#data';
import { Metrics, Pulse, Settings } from '#platform';
import { ENTRY_FIELDS } from '../audit-search.js';
import { sinkOf } from './sinks.js';
import type { Sink, StreamedEntry } from './streamed-entry.js';

const POLL_MS = 1_000;
const MOST_WAIT_MS = 5 * 60_000;
const BATCH = 500;

const NEXT = `
  select s.position::float8 as position, encode(s.hash, 'hex') as hash, ${ENTRY_FIELDS}
  from audit_seal s join audit_entry e on e.id = s.entry_id where s.position > $1::bigint order by s.position limit $2`;

/**
 * Sends sealed entries on, in the order of the chain, each at least once: how far it has come is written after the other
 * side has taken a batch, so what a crash in between leaves untold is sent again. Whoever receives them drops positions
 * that it has.
 */
@Injectable()
export class AuditStream implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly log = new Logger('AuditStream');
  private readonly pulse = new Pulse(() => this.turn(), POLL_MS);
  private readonly name?: string;
  private readonly sink?: Sink;
  private readonly failing;
  private failures = 0;
  private silentUntil = 0;

  constructor(
    private readonly db: Database,
    private readonly settings: Settings,
    metrics: Metrics,
  ) {
    const { auditStream: url, isPrivateAllowed } = settings;
    this.name = url && `${url.protocol}//${url.host}${url.pathname}`;
    this.sink = url && sinkOf(url, isPrivateAllowed);
    this.failing = metrics.gauge({
      name: 'cloudgov_audit_stream_failures',
      help: 'Attempts in a row to send sealed audit entries on that have failed.',
    });
  }

  onApplicationBootstrap() {
    if (this.sink && this.settings.role !== 'api') this.pulse.start();
  }

  beforeApplicationShutdown() {
    return this.pulse.stop();
  }

  /** The last position that need not be kept for sending. */
  async sentUntil(): Promise<number> {
    return this.name === undefined ? Number.MAX_SAFE_INTEGER : this.cursor(this.name);
  }

  /** Sends all that is sealed, unless another process is at it; returns how many entries. */
  async send(): Promise<number> {
    const { name, sink } = this;
    if (name === undefined || !sink || !(await this.next(await this.cursor(name), 1)).length) return 0;
    const sent = await this.db.exclusively(`cloudgov audit stream ${name}`, () => this.sendAll(name, sink));
    return sent === 'busy' ? 0 : sent;
  }

  private async sendAll(name: string, sink: Sink): Promise<number> {
    let all = 0;
    for (;;) {
      const entries = await this.next(await this.cursor(name), BATCH);
      if (!entries.length) return all;
      await sink(entries);
      await this.db.query(
        `insert into audit_stream (name, position) values ($1, $2)
         on conflict (name) do update set position = excluded.position`,
        [name, entries.at(-1)!.position],
      );
      all += entries.length;
    }
  }

  private async turn() {
    if (performance.now() < this.silentUntil) return;
    try {
      await this.send();
      this.failures = 0;
    } catch (error) {
      const waitMs = Math.min(POLL_MS * 2 ** this.failures++, MOST_WAIT_MS);
      this.silentUntil = performance.now() + waitMs;
      this.log.warn(`Audit entries could not be sent, next attempt in ${waitMs / 1000} s: ${(error as Error).message}`);
    }
    this.failing.set(this.failures);
  }

  private async cursor(name: string): Promise<number> {
    const [row] = await this.db.query<{ position: number }>(
      'select position::float8 as position from audit_stream where name = $1',
      [name],
    );
    return row?.position ?? 0;
  }

  private next(after: number, most: number): Promise<StreamedEntry[]> {
    return this.db.query<StreamedEntry>(NEXT, [after, most]);
  }
}
