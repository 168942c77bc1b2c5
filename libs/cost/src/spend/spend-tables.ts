import { filterWords, type FilterColumns } from '#data';
import type { Filter } from '#common';

export type SpendTable = 'spend_daily' | 'charge_daily' | 'charge_resource_daily';

/** What the groups of an answer are made of; a `tag:KEY` is one as well. */
export const DIMENSIONS = ['service', 'account', 'region', 'provider', 'category', 'resource', 'type', 'sku'] as const;
export type Dimension = (typeof DIMENSIONS)[number] | `tag:${string}`;

const TABLES: SpendTable[] = ['spend_daily', 'charge_daily', 'charge_resource_daily'];
const rank = (table: SpendTable) => TABLES.indexOf(table);

function tableOfDimension(dimension: Dimension): SpendTable {
  if (dimension === 'resource' || dimension === 'type') return 'charge_resource_daily';
  return dimension === 'sku' || dimension.startsWith('tag:') ? 'charge_daily' : 'spend_daily';
}

function tableOfWord(word: keyof Filter): SpendTable {
  if (word === 'resources' || word === 'types') return 'charge_resource_daily';
  return word === 'tags' ? 'charge_daily' : 'spend_daily';
}

/** The coarsest roll-up that knows all the groups and all the filters of a question. */
export function coarsestTable(
  { groupBy, least = 'spend_daily' }: { groupBy: readonly Dimension[]; least?: SpendTable },
  ...filters: (Filter | undefined)[]
): SpendTable {
  const needed = [
    ...groupBy.map(tableOfDimension),
    ...filters.flatMap((filter) => [...filterWords(filter)].map(tableOfWord)),
  ];
  return needed.reduce((finest, table) => (rank(table) > rank(finest) ? table : finest), least);
}

/** How a filter's words are said over any roll-up under the alias `s`, with the account as `a`. */
export const SPEND_COLUMNS: FilterColumns = {
  provider: 'a.provider',
  account: 's.account_id',
  region: 's.region',
  service: 's.service',
  category: 's.category',
  type: 's.resource_type',
  resource: 's.resource_uid',
  tagSet: 's.tag_set_id',
};
