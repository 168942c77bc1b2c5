import type { Filter } from '#common';
import { coarsestTable, type Dimension } from './spend-tables.js';

const cases: [Dimension[], Filter, string][] = [
  [['service', 'account'], {}, 'spend_daily'],
  [['service'], { tags: { team: ['a'] } }, 'charge_resource_daily'],
  [['tag:team'], {}, 'charge_resource_daily'],
  [['sku'], {}, 'charge_resource_daily'],
  [['service'], { not: { resources: ['x'] } }, 'charge_resource_daily'],
  [['resource', 'tag:team'], {}, 'charge_resource_daily'],
];

it.each(cases)('answers %j filtered by %j from %s', (dimensions, filter, table) => {
  expect(coarsestTable({ groupBy: dimensions }, filter)).toBe(table);
});

it('starts no coarser than the question needs', () => {
  expect(coarsestTable({ groupBy: ['service'], least: 'charge_resource_daily' }, undefined)).toBe(
    'charge_resource_daily',
  );
});
