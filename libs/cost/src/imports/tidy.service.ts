import { Injectable } from '@nestjs/common';
import { Clock, type Day } from '#common';
import { Database } from '#data';
import { INVENTORY_JOB } from './bill-inventory.js';
import { Deliveries } from './deliveries.js';

interface Gone {
  id: number;
  period: Day;
}

/** A reader that asked just before a statement was replaced may still be reading its rows. */
const GRACE_MS = 15 * 60_000;

/** Rows that one DELETE takes: no lock is long, and no transaction large. */
const AT_ONCE = 20_000;

const DAILY = ['charge', 'charge_resource_daily', 'spend_daily', 'account_daily'];
const TABLES = [...DAILY, 'spend_monthly', 'charge_resource_monthly'];

/**
 * Statements that count no more, or never came to count because their run broke off or failed. Where the resources of
 * the bill that replaced one are still to be written, it is read once more: what only it named is to be withdrawn.
 */
const GONE = `
  select s.id, s.billing_period as period from statement s join cost_import i on i.id = s.import_id
  where s.cleared_at is null and not s.is_active and (s.superseded_at < $1
    or (i.state in ('done', 'held', 'failed', 'refused') and i.ended_at < $1 and (i.attempt is null or s.attempt <> i.attempt)))
    and not exists (
      select from job_run r join cost_import by on by.id::text = r.subject_id
      where r.job = '${INVENTORY_JOB}' and r.state in ('queued', 'running') and by.ended_at = s.superseded_at)
  order by s.id limit 100`;

/** An import whose run has ended without a word, because its process died once too often, has failed. */
const LOST = `
  with lost as (
    update cost_import i set state = 'failed', ended_at = coalesce(r.ended_at, $1),
      error = coalesce(r.error, 'Its run was ' || r.state || '.')
    from job_run r where r.id = i.run_id and i.state in ('queued', 'running') and r.state in ('failed', 'cancelled')
    returning i.id)
  select id from lost`;

/** Deletes what nobody reads any more, in small steps. */
@Injectable()
export class TidyService {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly deliveries: Deliveries,
  ) {}

  /** How many rows were deleted. */
  async tidy(signal: AbortSignal, graceMs = GRACE_MS): Promise<number> {
    const now = this.clock.now();
    for (const { id } of await this.db.query<{ id: string }>(LOST, [now])) await this.deliveries.forget(id);
    let deleted = 0;
    for (;;) {
      const gone = await this.db.query<Gone>(GONE, [new Date(now.getTime() - graceMs)]);
      if (!gone.length) return deleted;
      for (const statement of gone) deleted += await this.clear(statement, signal);
    }
  }

  private async clear(statement: Gone, signal: AbortSignal): Promise<number> {
    let deleted = 0;
    for (const table of TABLES) deleted += await this.empty(table, statement, signal);
    await this.db.query('update statement set cleared_at = $2 where id = $1', [statement.id, this.clock.now()]);
    return deleted;
  }

  private async empty(table: string, { id, period }: Gone, signal: AbortSignal): Promise<number> {
    let deleted = 0;
    for (;;) {
      signal.throwIfAborted();
      const rows = await this.db.execute(
        `delete from ${table} where ctid = any(array(
           select ctid from ${table} where statement_id = $1 and billing_period = $2 limit ${AT_ONCE}))
         and statement_id = $1 and billing_period = $2`,
        [id, period],
      );
      deleted += rows;
      if (rows < AT_ONCE) return deleted;
    }
  }
}
