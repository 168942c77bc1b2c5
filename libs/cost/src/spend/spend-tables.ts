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

/** The same sums by day and, of statements that have their months, by month with all its days. */
export interface RollUp {
  daily: string;
  monthly?: string;
  /** Whether the days are partitioned by month. */
  isPartitioned?: boolean;
  knows: readonly Known[];
}

/** The coarsest first. Accounts are so few that their days are read as fast as months. */
const ROLL_UPS: readonly RollUp[] = [
  { daily: 'account_daily', knows: ACCOUNT },
  { daily: 'spend_daily', monthly: 'spend_monthly', knows: PLACE },
  { daily: 'charge_resource_daily', monthly: 'charge_resource_monthly', isPartitioned: true, knows: ALL },
];

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
  // And by resource, which is known wherever tags are.
  scopeTags: 'tags',
};

/** What a question must find in the roll-up that answers it. */
export interface Needs {
  groupBy: readonly Dimension[];
  /** Whether prices and quantities are asked for, not costs alone. */
  prices?: boolean;
}

/** The coarsest roll-up that knows all the groups and all the filters of a question. */
export function coarsestOf({ groupBy, prices }: Needs, ...filters: (Filter | undefined)[]): RollUp {
  const words = filters.flatMap((filter) => [...filterWords(filter)] as (keyof typeof WORDS)[]);
  const needed = new Set([...groupBy.map(ofDimension), ...words.map((word) => WORDS[word])]);
  if (prices) needed.add('prices');
  return ROLL_UPS.find(({ knows }) => [...needed].every((each) => knows.includes(each)))!;
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
