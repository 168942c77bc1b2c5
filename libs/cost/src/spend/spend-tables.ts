import { filterWords, type FilterColumns } from '#data';
import type { Filter } from '#common';

export type SpendTable = 'spend_daily' | 'charge_resource_daily';

/** What the groups of an answer are made of; a `tag:KEY` is one as well. */
export const DIMENSIONS = ['service', 'account', 'region', 'provider', 'category', 'resource', 'type', 'sku'] as const;
export type Dimension = (typeof DIMENSIONS)[number] | `tag:${string}`;

/** What only the finer roll-up knows. */
const FINE_DIMENSIONS: readonly Dimension[] = ['resource', 'type', 'sku'];
const FINE_WORDS: readonly (keyof Filter)[] = ['resources', 'types', 'tags'];

const isFine = (dimension: Dimension) => FINE_DIMENSIONS.includes(dimension) || dimension.startsWith('tag:');

/** The coarsest roll-up that knows all the groups and all the filters of a question. */
export function coarsestTable(
  { groupBy, least = 'spend_daily' }: { groupBy: readonly Dimension[]; least?: SpendTable },
  ...filters: (Filter | undefined)[]
): SpendTable {
  const words = filters.flatMap((filter) => [...filterWords(filter)]);
  return groupBy.some(isFine) || words.some((word) => FINE_WORDS.includes(word)) ? 'charge_resource_daily' : least;
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
