import { filterWords, type FilterColumns } from '#data';
import type { Filter } from '#common';

/** What the groups of an answer are made of; a `tag:KEY` is one as well. */
export const DIMENSIONS = ['service', 'account', 'region', 'provider', 'category', 'resource', 'type', 'sku'] as const;
export type Dimension = (typeof DIMENSIONS)[number] | `tag:${string}`;

/** What a roll-up may know: its dimensions, tags as a whole, and the prices and quantities that drivers need. */
type Known = (typeof DIMENSIONS)[number] | 'tags' | 'prices';

const ACCOUNT = ['account', 'provider'] as const;
const PLACE = [...ACCOUNT, 'region', 'service', 'category'] as const;
const ALL = [...PLACE, 'resource', 'type', 'tags', 'sku', 'prices'] as const;

/** The coarsest first; those by month answer for whole months alone. */
const ROLL_UPS = [
  { table: 'account_daily', unit: 'day', knows: ACCOUNT },
  { table: 'spend_monthly', unit: 'month', knows: PLACE },
  { table: 'spend_daily', unit: 'day', knows: PLACE },
  { table: 'charge_resource_monthly', unit: 'month', knows: ALL },
  { table: 'charge_resource_daily', unit: 'day', knows: ALL },
] as const satisfies { table: string; unit: 'day' | 'month'; knows: readonly Known[] }[];

export type RollUp = (typeof ROLL_UPS)[number];

const ofDimension = (dimension: Dimension): Known =>
  dimension.startsWith('tag:') ? 'tags' : (dimension as Exclude<Dimension, `tag:${string}`>);

const WORDS: Record<Exclude<keyof Filter, 'not' | 'anyOf'>, Known> = {
  providers: 'provider',
  accounts: 'account',
  regions: 'region',
  services: 'service',
  categories: 'category',
  types: 'type',
  resources: 'resource',
  tags: 'tags',
};

/** What a question must find in the roll-up that answers it. */
export interface Needs {
  groupBy: readonly Dimension[];
  /** Whether prices and quantities are asked for, not costs alone. */
  prices?: boolean;
  /** Whether only whole months are asked for, and days not told apart. */
  wholeMonths?: boolean;
}

/** The coarsest roll-up that knows all the groups and all the filters of a question. */
export function coarsestOf({ groupBy, prices, wholeMonths }: Needs, ...filters: (Filter | undefined)[]): RollUp {
  const words = filters.flatMap((filter) => [...filterWords(filter)]);
  const needed = new Set([...groupBy.map(ofDimension), ...words.map((word) => WORDS[word])]);
  if (prices) needed.add('prices');
  const fits = ({ unit, knows }: RollUp) =>
    (unit === 'day' || wholeMonths) && [...needed].every((each) => (knows as readonly Known[]).includes(each));
  return ROLL_UPS.find(fits)!;
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
