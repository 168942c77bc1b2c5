import { systemCaller, Period } from '#common';
import { ActiveStatements } from '../spend/statements.js';
import { conditionOf } from './charge-conditions.js';
import { chargeSource } from './charge-sql.js';
import { chargesSql } from './charges-sql.js';

const PERIOD = new Period('2026-09-01', '2026-10-01');
const ASKED = { groupBy: [] as string[], measures: ['sum:EffectiveCost'], limit: 10 };

function asked(where: string[], breakdown: Partial<typeof ASKED> = {}) {
  const conditions = where.map(conditionOf);
  const source = chargeSource({ caller: systemCaller('t'), where: conditions }, new ActiveStatements([]), PERIOD);
  return { sql: chargesSql(source, { ...ASKED, ...breakdown }), values: source.params.values };
}

it.each([
  ['ChargeCategory:eq:Credit', { column: 'ChargeCategory', op: 'eq', values: ['Credit'] }],
  ['RegionId:in:a,b', { column: 'RegionId', op: 'in', values: ['a', 'b'] }],
  ['InvoiceId:isnull', { column: 'InvoiceId', op: 'isnull', values: [] }],
  ['tag:aws:team:eq:x:y', { column: 'tag:aws:team', op: 'eq', values: ['x:y'] }],
  ['Tags.a:b:notnull', { column: 'Tags.a:b', op: 'notnull', values: [] }],
  ['EffectiveCost:lte:1', { column: 'EffectiveCost', op: 'lte', values: ['1'] }],
])('reads the condition %s', (text, condition) => {
  expect(conditionOf(text)).toEqual(condition);
});

it('writes nothing of what a caller says into the statement', () => {
  const MARK = 'zq9';
  const { sql, values } = asked(
    [
      `ServiceName:eq:${MARK}'`,
      `tag:${MARK}:in:${MARK},b`,
      `SkuPriceDetails.${MARK}:gt:1`,
      `Tags.${MARK}:like:${MARK}%`,
    ],
    {
      groupBy: ['month', `tag:${MARK}`, `x.${MARK}`, `Tags.${MARK}`],
      measures: [`tagCoverage:${MARK}`, `sum:x.${MARK}`, `countDistinct:tag:${MARK}`, `change:x.${MARK}`],
    },
  );
  expect(sql).not.toContain(MARK);
  expect(values.filter((value) => String(value).includes(MARK))).toHaveLength(13);
  const holes = new Set([...sql.matchAll(/\$(\d+)/g)].map(([, number]) => Number(number)));
  expect(holes).toEqual(new Set(values.map((_, at) => at + 1)));
});

it('asks for each sum once, however many measures need it', () => {
  const { sql } = asked([], { measures: ['sum:ListCost', 'savings', 'discountRate', 'effectiveSavingsRate'] });
  expect(sql.match(/sum\(\(c\.list_cost\)\)/g)).toHaveLength(1);
});

it('takes amounts of the pricing currency in that currency, and of both only apart', () => {
  expect(asked([], { measures: ['sum:PricingCurrencyEffectiveCost'] }).sql).toContain('c.pricing_currency as currency');
  const both = ['sum:PricingCurrencyEffectiveCost', 'sum:EffectiveCost'];
  expect(() => asked([], { measures: both })).toThrow('Some values');
  expect(asked([], { measures: both, groupBy: ['PricingCurrency'] }).sql).toContain('c.billing_currency as currency');
});
