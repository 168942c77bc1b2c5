import { Injectable, Logger } from '@nestjs/common';
import { DomainError, systemCaller } from '#common';
import { CloudError, METRICS, type CloudConnection, type Metric } from '#clouds';
import { Database } from '#data';
import { AccountConnections, ResourceLookup, type CloudAccount, type LocatedResource } from '#inventory';
import type { JobContext } from '#platform';
import { KeptTimes } from '../samples/kept-times.js';
import { MetricsWriter } from '../samples/metrics-writer.js';
import type { SampleRow } from '../samples/sample.js';
import { windowsOf, type CollectionWindow } from './collection-windows.js';

/** Accounts that are asked at the same time. */
const AT_ONCE = 4;
/** Samples that one transaction writes. */
const BATCH = 10_000;
const MOST_RESOURCES = 1_000_000;

const CALLER = systemCaller('job:metrics.collect');

export interface Collected {
  accounts: number;
  /** Accounts of which not all could be asked; `GET /metrics/collections` says why. */
  stale: number;
  written: number;
  unchanged: number;
}

@Injectable()
export class CollectParts {
  constructor(
    readonly resources: ResourceLookup,
    readonly writer: MetricsWriter,
    readonly times: KeptTimes,
  ) {}
}

const known = (resource: LocatedResource) => ({
  nativeId: resource.nativeId,
  type: resource.type ?? '',
  region: resource.region ?? '',
});

/** Asks each connected account for the utilisation of its resources since the last time. */
@Injectable()
export class Collector {
  private readonly log = new Logger('Metrics');

  constructor(
    private readonly db: Database,
    private readonly connections: AccountConnections,
    private readonly parts: CollectParts,
  ) {}

  async collect(context: Pick<JobContext, 'signal' | 'progress' | 'step'>): Promise<Collected> {
    const accounts = await this.connections.connected();
    const told: Collected = { accounts: accounts.length, stale: 0, written: 0, unchanged: 0 };
    let done = 0;
    const waiting = accounts.values();
    const work = async () => {
      for (const account of waiting) {
        context.signal.throwIfAborted();
        await this.account(account, context, told);
        context.progress((done += 1), accounts.length);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
    return told;
  }

  private async account(account: CloudAccount, context: Pick<JobContext, 'signal' | 'step'>, told: Collected) {
    const { signal, step } = context;
    try {
      await this.ask(account, context, told);
    } catch (error) {
      if (signal.aborted) throw error;
      told.stale += 1;
      const isTold = error instanceof CloudError || error instanceof DomainError;
      if (!isTold) this.log.error(error, `the utilisation of account ${account.externalId}`);
      const why = isTold ? error.message : 'Something went wrong on our side; the log has it.';
      await step(() => this.keep(account.id, null, why));
    }
  }

  private async ask(account: CloudAccount, { signal, step }: Pick<JobContext, 'signal' | 'step'>, told: Collected) {
    const filter = { accounts: [account.id] };
    const resources = await this.parts.resources.search(CALLER, { filter }, MOST_RESOURCES);
    const through = await this.through(account.id);
    const connection = await this.connections.connect(CALLER, account, 'its utilisation is asked for');
    try {
      for (const window of windowsOf(this.parts.times.now(), through?.getTime())) {
        for await (const rows of this.measured(connection, { resources, window, signal })) {
          const { written, unchanged } = await step(() => this.parts.writer.write(rows));
          told.written += written;
          told.unchanged += unchanged;
        }
        await step(() => this.keep(account.id, new Date(window.to), null));
      }
    } finally {
      connection.close();
    }
  }

  private async *measured(
    connection: CloudConnection,
    asked: { resources: LocatedResource[]; window: CollectionWindow; signal: AbortSignal },
  ): AsyncGenerator<SampleRow[]> {
    const { resources, window, signal } = asked;
    const byNative = new Map(resources.map((resource) => [resource.nativeId, resource]));
    const { from, to, periodSeconds } = window;
    const question = {
      resources: resources.map(known),
      metrics: Object.keys(METRICS) as Metric[],
      from: new Date(from),
      to: new Date(to),
      periodSeconds,
    };
    let rows: SampleRow[] = [];
    for await (const { nativeId, metric, at, value } of connection.measure(question, signal)) {
      const resource = byNative.get(nativeId);
      if (!resource) continue;
      rows.push({ accountId: resource.accountId, resourceId: resource.id, metric, at: at.getTime(), value });
      if (rows.length < BATCH) continue;
      yield rows;
      rows = [];
    }
    if (rows.length) yield rows;
  }

  private async through(accountId: string): Promise<Date | undefined> {
    const [kept] = await this.db.query<{ through: Date | null }>(
      'select collected_through as through from metric_collection where account_id = $1',
      [accountId],
    );
    return kept?.through ?? undefined;
  }

  private async keep(accountId: string, through: Date | null, error: string | null): Promise<void> {
    await this.db.query(
      `insert into metric_collection as c (account_id, collected_through, checked_at, error) values ($1, $2, $3, $4)
       on conflict (account_id) do update set collected_through = coalesce(excluded.collected_through, c.collected_through),
         checked_at = excluded.checked_at, error = excluded.error`,
      [accountId, through, new Date(this.parts.times.now()), error],
    );
  }
}
