import { as, Decimal, groupBy } from '#common';
import { percentOf } from './percent.js';
import { InventorySummary, MonthlyCost, SummaryGroup, TagCoverage, TaggedCost } from './summary.view.js';

export const DIMENSIONS = ['provider', 'service', 'region', 'account', 'type'] as const;
export type Dimension = (typeof DIMENSIONS)[number];

/** One group of one dimension (`tags` has two: `true` and `false`) and one currency, as the database summed it. */
export interface SummaryRow {
  dimension: Dimension | 'tags';
  key: string | null;
  currency: string | null;
  count: number;
  cost: string | null;
}

function costsOf(rows: SummaryRow[]): MonthlyCost[] {
  const sums = new Map<string, Decimal>();
  for (const { currency, cost } of rows)
    if (currency !== null && cost !== null) sums.set(currency, new Decimal(cost).plus(sums.get(currency) ?? 0));
  return [...sums].sort().map(([currency, monthlyCost]) => as(MonthlyCost, { currency, monthlyCost }));
}

const countOf = (rows: SummaryRow[]) => rows.reduce((sum, { count }) => sum + count, 0);

function groupsOf(rows: SummaryRow[], names: Map<string, string>): SummaryGroup[] {
  return [...groupBy(rows, ({ key }) => key)]
    .map(([key, own]) => {
      const name = key === null ? null : (names.get(key) ?? key);
      return as(SummaryGroup, { key, name, count: countOf(own), costs: costsOf(own) });
    })
    .sort((a, b) => b.count - a.count || String(a.key).localeCompare(String(b.key)));
}

const ZERO = new Decimal(0);

function taggedCost(currency: string, tagged: Decimal, untagged: Decimal): TaggedCost {
  return as(TaggedCost, { currency, tagged, untagged, percent: percentOf(tagged, tagged.plus(untagged)) });
}

function coverageOf(rows: SummaryRow[]): TagCoverage {
  const [tagged, untagged] = ['true', 'false'].map((wanted) => rows.filter(({ key }) => key === wanted)) as [
    SummaryRow[],
    SummaryRow[],
  ];
  const amount = (own: SummaryRow[], currency: string) =>
    costsOf(own).find((each) => each.currency === currency)?.monthlyCost ?? ZERO;
  return as(TagCoverage, {
    tagged: countOf(tagged),
    untagged: countOf(untagged),
    percent: percentOf(new Decimal(countOf(tagged)), new Decimal(countOf(rows))),
    costs: costsOf(rows).map(({ currency }) =>
      taggedCost(currency, amount(tagged, currency), amount(untagged, currency)),
    ),
  });
}

/** `names` are those of the accounts, by their ids. Amounts of different currencies are never added. */
export function summarize(rows: readonly SummaryRow[], names: Map<string, string>): InventorySummary {
  const of = (wanted: SummaryRow['dimension']) => rows.filter(({ dimension }) => dimension === wanted);
  return as(InventorySummary, {
    count: countOf(of('tags')),
    costs: costsOf(of('tags')),
    byProvider: groupsOf(of('provider'), names),
    byService: groupsOf(of('service'), names),
    byRegion: groupsOf(of('region'), names),
    byAccount: groupsOf(of('account'), names),
    byType: groupsOf(of('type'), names),
    tagCoverage: coverageOf(of('tags')),
  });
}
