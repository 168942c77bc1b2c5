import { Injectable } from '@nestjs/common';
import type { Day } from '#common';
import { Database } from '#data';
import { InventoryWriter } from '#inventory';

export interface Replaced {
  id: number;
  period: Day;
}

/** A bill replaces bills of its own kind; the demo leaves as a whole, with its accounts. */
const REPLACED = `
  select s.id, s.billing_period as period from statement s join cost_import i on i.id = $1
  where s.superseded_at = coalesce($2, i.ended_at) and s.import_id <> i.id and s.is_demo = i.is_demo and s.cleared_at is null`;

const ACTIVE = 'select id, billing_period as period from statement where is_active';

/**
 * What the replaced statements named and no statement that counts names any more. Most of it is named again by the bill
 * that replaces them, so that is taken away first, in one pass; of the few that are left each is looked up by itself.
 */
const WITHDRAWN = `
  with named as (
    select resource_uid as id from charge_resource_daily
    where statement_id = any($1::int[]) and billing_period = any($2::date[]) and resource_uid is not null
    except
    select resource_uid from charge_resource_daily
    where statement_id = any($3::int[]) and billing_period = any($2::date[])
  )
  select id from named where (
    select true from charge_resource_daily d
    where d.resource_uid = named.id and d.statement_id = any($3::int[]) and d.billing_period = any($4::date[]) limit 1
  ) is null`;

/** Resources that a correction takes out of the bills. */
@Injectable()
export class ReplacedResources {
  constructor(
    private readonly db: Database,
    private readonly inventory: InventoryWriter,
  ) {}

  /** The statements that an import has replaced when it became active, which it says itself as soon as it is. */
  statements(importId: string, activatedAt: Date | null = null): Promise<Replaced[]> {
    return this.db.query(REPLACED, [importId, activatedAt]);
  }

  /** After what counts now has been taken. */
  async withdraw(replaced: Replaced[]): Promise<void> {
    if (!replaced.length) return;
    const active = await this.db.query<Replaced>(ACTIVE);
    const params = [replaced, active].flatMap((those) => [
      those.map(({ id }) => id),
      those.map(({ period }) => period),
    ]);
    await this.inventory.withdraw({ sql: WITHDRAWN, params });
  }
}
