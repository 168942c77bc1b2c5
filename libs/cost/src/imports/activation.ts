import { Injectable } from '@nestjs/common';
import { Clock, type Caller } from '#common';
import { Database } from '#data';
import { Auditor } from '#platform';
import { BillInventory } from './bill-inventory.js';

export interface Activating {
  id: string;
  isDemo: boolean;
  /** Statements of other attempts stay what they are: invisible. */
  attempt: number;
}

/**
 * Statements of a newer import stay what they are: whoever began first and ended last says nothing any more. Ids grow
 * with time, so they tell who is newer.
 */
const OUTDATED = `
  update statement mine set superseded_at = $2 where mine.import_id = $1 and mine.attempt = $3 and exists (
    select from statement other where other.is_active and other.import_id > mine.import_id
      and (other.source, other.provider, other.billing_account_id, other.billing_period)
        = (mine.source, mine.provider, mine.billing_account_id, mine.billing_period))`;

/** An import tells which of its periods count, so one whose statement is replaced has changed; its trigger says so. */
const replacing = (update: string) => `
  with replaced as (${update} returning other.import_id)
  update cost_import set state = state where id in (select import_id from replaced)`;

const REPLACED = replacing(`
  update statement other set is_active = false, superseded_at = $2 from statement mine
  where mine.import_id = $1 and mine.attempt = $3 and mine.superseded_at is null and other.is_active
    and other.import_id <> mine.import_id
    and (other.source, other.provider, other.billing_account_id, other.billing_period)
      = (mine.source, mine.provider, mine.billing_account_id, mine.billing_period)`);

const ACTIVE = `
  with activated as (
    update statement set is_active = true where import_id = $1 and attempt = $2 and superseded_at is null returning id)
  select id from activated`;

/** The demo estate leaves all totals when the first real bill arrives. */
const DEMO = replacing(
  'update statement other set is_active = false, superseded_at = $1 where other.is_demo and other.is_active',
);

const DONE = `update cost_import set state = 'done', attempt = $3, ended_at = $2, error = null where id = $1`;

/** Makes what an import says the truth about each bill it covers. */
@Injectable()
export class Activation {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly auditor: Auditor,
    private readonly inventory: BillInventory,
  ) {}

  /**
   * Belongs into one transaction, which a reader sees whole or not at all; one activation goes at a time, so that two
   * imports cannot each find the other absent.
   */
  async activate(caller: Caller, { id, isDemo, attempt }: Activating): Promise<void> {
    const now = this.clock.now();
    await this.db.query(`select pg_advisory_xact_lock(hashtext('cost.activate'))`);
    await this.db.query(OUTDATED, [id, now, attempt]);
    await this.db.query(REPLACED, [id, now, attempt]);
    const active = await this.db.query<{ id: number }>(ACTIVE, [id, attempt]);
    const statements = active.map((row) => row.id);
    if (!isDemo) await this.db.query(DEMO, [now]);
    await this.inventory.take(caller, id, now);
    await this.db.query(DONE, [id, now, attempt]);
    const entry = { action: 'cost_import.activate', subject: { type: 'cost_import', id }, after: { statements } };
    await this.auditor.record(caller, entry);
  }
}
