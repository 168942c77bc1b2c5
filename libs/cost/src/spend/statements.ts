import { Injectable } from '@nestjs/common';
import { addMonths, monthStart, Period, scopeFilter, type Caller, type Day, type Filter } from '#common';
import { Database, everything, filterSql, filterWords, Shared, SqlParams } from '#data';
import { InventoryAnswers } from '#inventory';
import { completeThrough, type StatementDays } from '../complete-through.js';
import { coarsestOf, SPEND_COLUMNS } from './spend-tables.js';

interface Row extends StatementDays {
  id: number;
  provider: string;
  period: Day;
  firstDay: Day;
  /** Whether its months are made. */
  hasMonths: boolean;
}

const ROWS = `select st.id, st.provider, st.billing_period as period, st.billing_period_end as "periodEnd",
    st.first_day as "firstDay", st.last_day as "lastDay",
    st.source || '/' || st.provider || '/' || st.billing_account_id as bill,
    st.has_months as "hasMonths", (coalesce(i.started_at, i.created_at) at time zone 'UTC')::date as "deliveredOn"
  from statement st join cost_import i on i.id = st.import_id`;

const EVERYTHING: Pick<Caller, 'scope'> = { scope: { kind: 'all' } };

/** Statements by their ids, and the months of their partitions. */
export interface Named {
  ids: number[];
  periods: Day[];
}

/** The statements that count just now, and what follows from their days. */
export class ActiveStatements {
  /** `inventory` is the version of it that they follow from as well, where a scope by tag asks the resources' tags. */
  constructor(
    private readonly rows: readonly Row[],
    readonly inventory?: string,
  ) {}

  /** Those with charges in the period, and their partitions: a query that names both touches nothing else. */
  in(period: Period, rows = this.charging(period)): Named {
    return { ids: rows.map(({ id }) => id), periods: [...new Set(rows.map(({ period }) => period))] };
  }

  /** The same, of those that have their months, or of those that have not. */
  inMonths(period: Period, hasMonths: boolean): Named {
    return this.in(
      period,
      this.charging(period).filter((row) => row.hasMonths === hasMonths),
    );
  }

  private charging({ start, end }: Period) {
    return this.rows.filter(({ firstDay, lastDay }) => firstDay < end && lastDay >= start);
  }

  /** Those whose billing period begins in the period. */
  billedIn(month: Period): Named {
    return this.in(
      month,
      this.rows.filter(({ period }) => period >= month.start && period < month.end),
    );
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

  /** The whole months in a period. That of its end is whole where nothing is charged yet from that day on. */
  wholeMonthsIn({ start, end }: Period): Period | undefined {
    const first = start === monthStart(start) ? start : addMonths(start, 1);
    const last = this.rows.every(({ lastDay }) => lastDay < end) ? end : monthStart(end);
    return first < last ? new Period(first, last) : undefined;
  }

  get firstDay(): Day | null {
    return this.rows.map(({ firstDay }) => firstDay).sort()[0] ?? null;
  }
}

const COUNTING = `
  select coalesce(array_agg(id order by id), '{}') as ids, coalesce(array_agg(id order by id) filter (where has_months), '{}') as months
  from statement where is_active and last_day is not null`;

interface Counting {
  ids: number[];
  months: number[];
}

interface Kept {
  version?: string;
  made: Promise<ActiveStatements>;
}

/** Scopes whose statements are kept at once. */
const MOST_SCOPES = 1000;

@Injectable()
export class Statements {
  /** Of the same statements, by scope: what follows from them changes with the resources' tags at most. */
  private kept = { counting: '', byScope: new Map<string, Kept>() };

  private readonly counting: Shared<Counting>;

  constructor(
    private readonly db: Database,
    private readonly inventory: InventoryAnswers,
  ) {
    this.counting = new Shared(db, async () => (await db.query<Counting>(COUNTING))[0]!);
  }

  /**
   * Which count is looked up by every question: a bill that has just become active must be in its answer. To a narrower
   * scope only the bills count that charge it, because even the last day of another would tell of what its caller cannot
   * see.
   */
  async active({ scope }: Pick<Caller, 'scope'> = EVERYTHING): Promise<ActiveStatements> {
    const own = scopeFilter(scope);
    const asksTags = filterWords(own).has('scopeTags');
    const [found, version] = await Promise.all([this.counting.now(), asksTags ? this.inventory.version() : undefined]);
    const counting = JSON.stringify(found);
    if (this.kept.counting !== counting) this.kept = { counting, byScope: new Map() };
    const { byScope } = this.kept;
    const key = JSON.stringify(scope);
    const known = byScope.get(key);
    if (known && known.version === version) return known.made;
    if (byScope.size >= MOST_SCOPES) byScope.clear();
    const made = everything(() => this.read(own, found.ids, version));
    byScope.set(key, { version, made });
    made.catch(() => byScope.delete(key));
    return made;
  }

  /** Statements are of whole bills, which no narrower scope may see itself: they are read for it. */
  private async read(own: Filter | undefined, ids: number[], version?: string): Promise<ActiveStatements> {
    const params = new SqlParams();
    const rows = `${ROWS} where st.id = any(${params.add(ids, 'int[]')})`;
    if (!own) return new ActiveStatements(await this.db.query<Row>(rows, params.values));
    const charged = `exists (select 1 from ${coarsestOf({ groupBy: [] }, own).daily} s join cloud_account a on a.id = s.account_id
      where s.statement_id = st.id and s.billing_period = st.billing_period and ${filterSql(own, SPEND_COLUMNS, params)})`;
    return new ActiveStatements(await this.db.query<Row>(`${rows} and ${charged}`, params.values), version);
  }
}
