import { Injectable } from '@nestjs/common';
import { scopeFilter, type Caller, type Day, type Period } from '#common';
import { Database, filterSql, SqlParams } from '#data';
import { completeThrough, type StatementDays } from '../complete-through.js';
import { coarsestTable, SPEND_COLUMNS } from './spend-tables.js';

interface Row extends StatementDays {
  id: number;
  provider: string;
  period: Day;
  firstDay: Day;
}

const ACTIVE = `select st.id, st.provider, st.billing_period as period, st.billing_period_end as "periodEnd",
    st.first_day as "firstDay", st.last_day as "lastDay",
    st.source || '/' || st.provider || '/' || st.billing_account_id as bill,
    (coalesce(i.started_at, i.created_at) at time zone 'UTC')::date as "deliveredOn"
  from statement st join cost_import i on i.id = st.import_id where st.is_active and st.last_day is not null`;

const EVERYTHING: Pick<Caller, 'scope'> = { scope: { kind: 'all' } };

/** The statements that count just now, and what follows from their days. */
export class ActiveStatements {
  constructor(private readonly rows: readonly Row[]) {}

  /** Those with charges in the period, and their partitions: a query that names both touches nothing else. */
  in({ start, end }: Period): { ids: number[]; periods: Day[] } {
    const rows = this.rows.filter(({ firstDay, lastDay }) => firstDay < end && lastDay >= start);
    return { ids: rows.map(({ id }) => id), periods: [...new Set(rows.map(({ period }) => period))] };
  }

  /** Those whose billing period begins in the period. */
  billedIn({ start, end }: Period): { ids: number[]; periods: Day[] } {
    const rows = this.rows.filter(({ period }) => period >= start && period < end);
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

  /**
   * Read anew by every question: a bill that has just become active must be in its answer. To a narrower scope only the
   * bills count that charge it, because even the last day of another would tell of what its caller cannot see.
   */
  async active({ scope }: Pick<Caller, 'scope'> = EVERYTHING): Promise<ActiveStatements> {
    const own = scopeFilter(scope);
    if (!own) return new ActiveStatements(await this.db.query<Row>(ACTIVE));
    const params = new SqlParams();
    const charged = `exists (select 1 from ${coarsestTable({ groupBy: [] }, own)} s join cloud_account a on a.id = s.account_id
      where s.statement_id = st.id and s.billing_period = st.billing_period and ${filterSql(own, SPEND_COLUMNS, params)})`;
    return new ActiveStatements(await this.db.query<Row>(`${ACTIVE} and ${charged}`, params.values));
  }
}
