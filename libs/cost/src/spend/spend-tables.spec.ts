import type { Filter } from '#common';
import { coarsestOf, type Dimension } from './spend-tables.js';

const cases: [Dimension[], Filter, string, string | undefined][] = [
  [[], {}, 'account_daily', undefined],
  [['account'], { not: { providers: ['aws'] } }, 'account_daily', undefined],
  [['service', 'account'], {}, 'spend_daily', 'spend_monthly'],
  [[], { regions: ['r'] }, 'spend_daily', 'spend_monthly'],
  [['service'], { tags: { team: ['a'] } }, 'charge_resource_daily', 'charge_resource_monthly'],
  [['tag:team'], {}, 'charge_resource_daily', 'charge_resource_monthly'],
  [['sku'], {}, 'charge_resource_daily', 'charge_resource_monthly'],
  [['type', 'sku'], {}, 'charge_resource_daily', 'charge_resource_monthly'],
  [['service'], { not: { resources: ['x'] } }, 'charge_resource_daily', 'charge_resource_monthly'],
  [['resource', 'tag:team'], {}, 'charge_resource_daily', 'charge_resource_monthly'],
];

it.each(cases)(
  'answers %j filtered by %j from %s, and from %s where there are months',
  (groupBy, filter, daily, monthly) => {
    const rollUp = coarsestOf({ groupBy }, filter);
    expect([rollUp.daily, rollUp.monthly]).toEqual([daily, monthly]);
  },
);

it('takes prices from where they are', () => {
  expect(coarsestOf({ groupBy: ['service'], prices: true }, undefined).daily).toBe('charge_resource_daily');
});
