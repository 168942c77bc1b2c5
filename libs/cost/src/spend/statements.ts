import { Injectable } from '@nestjs/common';
import type { Day, Period } from '#common';
import { Database } from '#data';
import { completeThrough, type StatementDays } from '../complete-through.js';

interface Row extends StatementDays {
  id: number;
  provider: string;
  period: Day;
  firstDay: Day;
}

const ACTIVE = `select s.id, s.provider, s.billing_period as period, s.billing_period_end as "periodEnd",
    s.first_day as "firstDay", s.last_day as "lastDay", s.source || '/' || s.provider || '/' || s.billing_account_id as bill,
    (coalesce(i.started_at, i.created_at) at time zone 'UTC')::date as "deliveredOn"
  from statement s join cost_import i on i.id = s.import_id where s.is_active and s.last_day is not null`;

/** The statements that count just now, and what follows from their days. */
export class ActiveStatements {
  constructor(private readonly rows: readonly Row[]) {}

  /** Those with charges in the period, and their partitions: a query that names both touches nothing else. */
  in({ start, end }: Period): { ids: number[]; periods: Day[] } {
    const rows = this.rows.filter(({ firstDay, lastDay }) => firstDay < end && lastDay >= start);
    return { ids: rows.map(({ id }) => id), periods: [...new Set(rows.map(({ period }) => period))] };
  }

  get ids() {
    return this.rows.map(({ id }) => id);
  }

  get completeThrough() {
    return completeThrough(this.rows);
  }

  /** Of the bills of these providers alone. */
  completeThroughOf(providers?: readonly string[]) {
    return completeThrough(providers ? this.rows.filter(({ provider }) => providers.includes(provider)) : this.rows);
  }

  get firstDay(): Day | null {
    return this.rows.map(({ firstDay }) => firstDay).sort()[0] ?? null;
  }
}

@Injectable()
export class Statements {
  constructor(private readonly db: Database) {}

  /** Read anew by every question: a bill that has just become active must be in its answer. */
  async active(): Promise<ActiveStatements> {
    return new ActiveStatements(await this.db.query<Row>(ACTIVE));
  }
}
