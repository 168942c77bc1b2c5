import { Injectable } from '@nestjs/common';
import { as, Exact, Period, type Caller } from '#common';
import { Database, SqlParams } from '#data';
import { GroupNames } from './group-names.js';
import { periodOf, type CostMetric, type DriversArgs } from './spend.query.js';
import { SpendAnswers } from './spend-answers.js';
import { spendRows } from './spend-sql.js';
import type { Dimension } from './spend-tables.js';
import { CostDriver, CostDrivers, CurrencyDrivers } from './spend.views.js';
import type { ActiveStatements } from './statements.js';
import { keyOf } from './summary-cells.js';

const DEFAULT_TOP = 50;

interface Row {
  currency: string;
  keys: (string | null)[];
  amount: string;
  previousAmount: string;
  change: string;
  usageEffect: string;
  priceEffect: string;
  otherEffect: string;
  /** Of the whole currency, the groups beyond the cut included. */
  total: string;
  previousTotal: string;
}

interface Asked {
  caller: Caller;
  filter: DriversArgs['filter'];
  groupBy: Dimension[];
  metric: CostMetric;
  top: number;
}

const comparedTo = (compareTo: string | undefined, period: Period) => {
  const [start, end] = (compareTo ?? 'previous').split('..');
  return start && end ? new Period(start, end) : period.previous;
};

const sizeOf = ({ currencies }: CostDrivers) => currencies.reduce((size, { drivers }) => size + drivers.length, 1);

/**
 * What moved between two periods. Each group is taken apart by SKU price: where a price was paid in both periods,
 * usage effect = old price × change of quantity and price effect = the remainder = new quantity × change of price
 * (taken as a remainder, so that nothing is lost to the division); all else is the other effect.
 */
@Injectable()
export class DriversService {
  constructor(
    private readonly db: Database,
    private readonly names: GroupNames,
    private readonly answers: SpendAnswers,
  ) {}

  drivers(caller: Caller, args: DriversArgs): Promise<CostDrivers> {
    return this.answers.of({ about: 'drivers', caller, args }, (active) => this.moved(caller, args, active), sizeOf);
  }

  private async moved(caller: Caller, args: DriversArgs, active: ActiveStatements): Promise<CostDrivers> {
    const completeThrough = active.completeThroughOf(args.filter?.providers);
    const period = periodOf(args, completeThrough, this.answers.today());
    const before = comparedTo(args.compareTo, period);
    const { groupBy = ['service'], metric = 'effective', top = DEFAULT_TOP, filter } = args;
    const rows = await this.rows({ caller, filter, groupBy, metric, top }, active, [period, before]);
    return as(CostDrivers, {
      from: period.start,
      to: period.end,
      previousFrom: before.start,
      previousTo: before.end,
      metric,
      groupBy: [...groupBy],
      completeThrough,
      currencies: await this.currencies(groupBy, rows),
    });
  }

  private rows({ metric, top, ...asked }: Asked, active: ActiveStatements, [now, before]: [Period, Period]) {
    const params = new SqlParams();
    const sums = { c: metric, q: 'pricing_quantity' } as const;
    const question = { ...asked, params, prices: true, sums };
    const [current, earlier] = [now, before].map((period) => spendRows(question, active, period));
    const by = ['currency', ...current!.keys, 'sku_price_id', 'pricing_unit'].join(', ');
    return this.db.query<Row>(
      `with prices as (
         select currency, array[${current!.keys.join(', ')}]::text[] as keys, sku_price_id, pricing_unit,
           sum(c1) as c1, sum(c0) as c0, sum(q1) as q1, sum(q0) as q0
         from (select ${by}, c as c1, q as q1, 0 as c0, 0 as q0 from (${current!.sql}) n
               union all
               select ${by}, 0, 0, c, q from (${earlier!.sql}) p) both_periods
         group by ${by}),
       effects as (
         select *, case when sku_price_id is not null and q0 > 0 and q1 > 0 then round(c0 * (q1 - q0) / q0, 12) end as usage
         from prices),
       groups as (
         select currency, keys, sum(c1) as amount, sum(c0) as previous, sum(c1 - c0) as change,
           coalesce(sum(usage), 0) as usage_effect,
           coalesce(sum(c1 - c0 - usage), 0) as price_effect,
           coalesce(sum(c1 - c0) filter (where usage is null), 0) as other_effect
         from effects group by 1, 2),
       ranked as (
         select *, sum(amount) over (partition by currency) as total, sum(previous) over (partition by currency) as previous_total,
           row_number() over (partition by currency order by abs(change) desc, keys) as place from groups)
       select currency, keys, amount::text, previous::text as "previousAmount", change::text,
         usage_effect::text as "usageEffect", price_effect::text as "priceEffect", other_effect::text as "otherEffect",
         total::text, previous_total::text as "previousTotal"
       from ranked where place <= ${params.add(top, 'int')} order by currency, place`,
      params.values,
    );
  }

  private async currencies(groupBy: Dimension[], rows: readonly Row[]) {
    const name = await this.names.of(
      groupBy,
      rows.map(({ keys }) => keyOf(groupBy, keys)),
    );
    return [...new Set(rows.map(({ currency }) => currency))].map((currency) => {
      const own = rows.filter((row) => row.currency === currency);
      const { total, previousTotal } = own[0]!;
      const drivers = own.map(({ keys, ...row }) => {
        const key = keyOf(groupBy, keys);
        const { amount, previousAmount, change, usageEffect, priceEffect, otherEffect } = row;
        return as(CostDriver, {
          key,
          names: name(key),
          amount,
          previousAmount,
          change,
          usageEffect,
          priceEffect,
          otherEffect,
        });
      });
      return as(CurrencyDrivers, {
        currency,
        total,
        previousTotal,
        change: new Exact(total).minus(previousTotal).toFixed(),
        drivers,
      });
    });
  }
}
