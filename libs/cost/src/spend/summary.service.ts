import { Injectable } from '@nestjs/common';
import { as, type Caller, type Day, type Period } from '#common';
import { Database } from '#data';
import { GroupNames } from './group-names.js';
import { periodOf, type CostMetric, type Granularity, type SummaryArgs } from './spend.query.js';
import { SpendAnswers } from './spend-answers.js';
import { spendRows } from './spend-sql.js';
import type { Dimension } from './spend-tables.js';
import { CostSummary, CurrencySpend } from './spend.views.js';
import { groupsOf, keyOf, othersOf, sum, type Cell } from './summary-cells.js';
import type { ActiveStatements } from './statements.js';

const DEFAULT_TOP = 50;
const BUCKETS = { total: undefined, daily: 'day', monthly: 'month' } as const;

const sizeOf = ({ currencies }: CostSummary) =>
  currencies.reduce((size, { groups }) => groups.reduce((sum, { points }) => sum + 1 + points.length, size), 1);

interface Asked {
  caller: Caller;
  filter?: SummaryArgs['filter'];
  groupBy: readonly Dimension[];
  metric: CostMetric;
  granularity: Granularity;
  top: number;
}

/** What was spent, by group and day: the answers of `GET /cost/summary` and `costSummary`. */
@Injectable()
export class SummaryService {
  constructor(
    private readonly db: Database,
    private readonly names: GroupNames,
    private readonly answers: SpendAnswers,
  ) {}

  summary(caller: Caller, args: SummaryArgs): Promise<CostSummary> {
    return this.answers.of({ about: 'summary', caller, args }, (active) => this.summed(caller, args, active), sizeOf);
  }

  private async summed(caller: Caller, args: SummaryArgs, active: ActiveStatements): Promise<CostSummary> {
    const completeThrough = active.completeThroughOf(args.filter?.providers);
    const period = periodOf(args, completeThrough, this.answers.today());
    const { groupBy = [], metric = 'effective', granularity = 'total', top = DEFAULT_TOP, filter } = args;
    const asked = { caller, filter, groupBy, metric, granularity, top };
    const [cells, previous] = await Promise.all([
      this.cells(asked, active, period),
      this.totals(asked, active, period.previous),
    ]);
    const currencies = await this.currencies(groupBy, cells, previous, top);
    const { start: from, end: to } = period;
    return as(CostSummary, { from, to, metric, granularity, groupBy: [...groupBy], completeThrough, currencies });
  }

  /** What was spent each day, by currency, the incomplete days too; what budgets are judged by. */
  async daily(
    { caller, filter, metric }: Pick<Asked, 'caller' | 'filter' | 'metric'>,
    active: ActiveStatements,
    period: Period,
  ): Promise<Map<string, { day: Day; amount: string }[]>> {
    const question = { caller, filter, groupBy: [], bucket: 'day' as const, sums: { amount: metric } };
    const { sql, params } = spendRows(question, active, period);
    const rows = await this.db.query<{ currency: string; day: Day; amount: string }>(
      `select currency, bucket as day, amount::text from (${sql}) sums order by 1, 2`,
      params.values,
    );
    const days = new Map<string, { day: Day; amount: string }[]>();
    for (const { currency, ...point } of rows) days.set(currency, [...(days.get(currency) ?? []), point]);
    return days;
  }

  private async totals(
    { caller, filter, metric }: Pick<Asked, 'caller' | 'filter' | 'metric'>,
    active: ActiveStatements,
    period: Period,
  ): Promise<Map<string, string>> {
    const question = { caller, filter, groupBy: [], sums: { amount: metric } };
    const { sql, params } = spendRows(question, active, period);
    const rows = await this.db.query<{ currency: string; amount: string }>(
      `select currency, amount::text from (${sql}) sums`,
      params.values,
    );
    return new Map(rows.map(({ currency, amount }) => [currency, amount]));
  }

  /** Groups are ranked and cut in SQL, so that a hundred thousand resources never leave the database. */
  private cells({ metric, granularity, top, ...asked }: Asked, active: ActiveStatements, period: Period) {
    const question = { ...asked, bucket: BUCKETS[granularity], sums: { amount: metric } };
    const { sql, params, keys } = spendRows(question, active, period);
    const partition = ['currency', ...keys].join(', ');
    const cut = params.add(top, 'int');
    const array = keys.length ? `array[${keys.join(', ')}]::text[]` : 'null::text[]';
    return this.db.query<Cell>(
      `with cells as (${sql}),
       totals as (select *, sum(amount) over (partition by ${partition}) as total from cells),
       ranked as (
         select *, dense_rank() over (partition by currency order by ${['total desc', ...keys].join(', ')})::int as place
         from totals)
       select currency, least(place, ${cut} + 1) as rank, bucket, case when place <= ${cut} then ${array} end as keys,
         sum(amount)::text as amount, max(place)::int as groups
       from ranked group by 1, 2, 3, 4 order by 1, 2, 3`,
      params.values,
    );
  }

  private async currencies(
    groupBy: readonly Dimension[],
    cells: readonly Cell[],
    previous: Map<string, string>,
    top: number,
  ) {
    const keys = cells.filter(({ keys }) => keys).map(({ keys }) => keyOf(groupBy, keys));
    const name = await this.names.of(groupBy, keys);
    const currencies = [...new Set([...cells.map(({ currency }) => currency), ...previous.keys()])].sort();
    return currencies.map((currency) => {
      const own = cells.filter((cell) => cell.currency === currency);
      return as(CurrencySpend, {
        currency,
        total: sum(own),
        previousTotal: previous.get(currency) ?? '0',
        groups: groupsOf(groupBy, own, name, top),
        otherGroups: othersOf(own, top),
      });
    });
  }
}
