import { scopeFilter, type Caller, type Filter } from '#common';
import { allOf, filterSql, type FilterColumns, type SortColumns, type SqlParams } from '#data';
import { resourceIsShown } from '../accounts/shown-account.js';
import { configSql, type ConfigSearch } from './config-search.js';

export interface ResourceSearch {
  filter?: Filter;
  state?: string[];
  /** Part of the name, native id or a tag's value; of one or two characters, the beginning of the name. */
  q?: string;
  /** Only those without any tag, or only those with one. */
  untagged?: boolean;
  seenAfter?: Date;
  /** Among these alone: what a search has found already. */
  ids?: readonly string[];
  /** Whose they are, as the owner rules say. */
  owner?: string[];
  /** What must stand in their configuration. */
  config?: ConfigSearch;
  /** And what must not. */
  notConfig?: ConfigSearch;
  /** A condition on `r` besides. */
  besides?: (params: SqlParams) => string;
}

/** Every field of a resource in SQL, in the order of the CSV export; without `configuration`, which can be large. */
const COLUMNS = {
  id: { sql: 'r.id', type: 'uuid', filled: true },
  provider: { sql: 'r.provider', type: 'text', filled: true },
  accountId: { sql: 'r.account_id', type: 'uuid', filled: true },
  region: { sql: 'r.region', type: 'text' },
  service: { sql: 'r.service', type: 'text' },
  category: { sql: 'r.category', type: 'text' },
  type: { sql: 'r.type', type: 'text' },
  nativeId: { sql: 'r.native_id', type: 'text', filled: true },
  name: { sql: 'r.name', type: 'text', filled: true },
  state: { sql: 'r.state', type: 'text', filled: true },
  tags: { sql: 'r.tags', type: 'jsonb', filled: true },
  owner: { sql: 'r.owner', type: 'text' },
  firstSeenAt: { sql: 'r.first_seen_at', type: 'timestamptz', filled: true },
  lastSeenAt: { sql: 'r.last_seen_at', type: 'timestamptz', filled: true },
  monthlyCost: { sql: 'r.monthly_cost', type: 'numeric' },
  currency: { sql: 'r.currency', type: 'text' },
  openFindings: { sql: 'r.open_findings', type: 'int', filled: true },
  openRecommendations: { sql: 'r.open_recommendations', type: 'int', filled: true },
  isDemo: { sql: 'r.is_demo', type: 'boolean', filled: true },
} as const;

export const RESOURCE_SORTS: SortColumns = COLUMNS;
export type ResourceColumn = keyof typeof COLUMNS;
export const RESOURCE_COLUMNS = Object.keys(COLUMNS) as ResourceColumn[];

export const RESOURCE_FIELDS = Object.entries(COLUMNS)
  .map(([name, { sql }]) => `${sql} as "${name}"`)
  .join(', ');

/** What a single resource has beside: `c` is its row of `resource_configuration`. */
export const DETAIL_FIELDS = `${RESOURCE_FIELDS}, r.cloud_tags as "cloudTags", r.created_at as "createdAt", c.configuration,
  case when r.listing_id is null then r.tags else r.bill_tags end as "billTags"`;

export const RESOURCE_FILTER: FilterColumns = {
  provider: 'r.provider',
  account: 'r.account_id',
  region: 'r.region',
  service: 'r.service',
  type: 'r.type',
  category: 'r.category',
  resource: 'r.id',
  tags: 'r.tags',
};

/** Resources that the caller may see at all. */
export const resourcesOf = ({ scope }: Caller, params: SqlParams) =>
  allOf(resourceIsShown('r'), filterSql(scopeFilter(scope), RESOURCE_FILTER, params));

/** States of what is there no more; only who asks for one is shown it. */
export const GONE = ['withdrawn', 'deleted'];

/** Those, and the ones that bills or their cloud have named and name no more. */
export const knownResourcesOf = ({ scope }: Caller, params: SqlParams) =>
  allOf(
    `(${resourceIsShown('r')} or r.state in ('withdrawn', 'deleted'))`,
    filterSql(scopeFilter(scope), RESOURCE_FILTER, params),
  );

const escaped = (part: string) => part.toLowerCase().replace(/[\\%_]/g, '\\$&');

/** Trigrams know no parts shorter than three characters, but they know how a text begins. */
export const pattern = (q: string) => (q.length < 3 ? `${escaped(q)}%` : `%${escaped(q)}%`);

/** The words of a search that only a list has; the filter's are everybody's. */
const wordsWhere = ({ state, q, untagged, seenAfter, ids, owner, besides }: ResourceSearch, params: SqlParams) =>
  allOf(
    state && `r.state = any(${params.add(state, 'text[]')})`,
    q !== undefined && q !== '' && `r.search like ${params.add(pattern(q))}`,
    ids && `r.id = any(${params.add(ids, 'uuid[]')})`,
    untagged !== undefined && `${untagged ? '' : 'not '}r.untagged`,
    seenAfter && `r.last_seen_at >= ${params.add(seenAfter)}`,
    owner && `r.owner = any(${params.add(owner, 'text[]')})`,
    besides?.(params),
  );

export function resourcesWhere(caller: Caller, search: ResourceSearch, params: SqlParams): string {
  const known = search.state?.some((each) => GONE.includes(each)) ? knownResourcesOf : resourcesOf;
  return allOf(
    known(caller, params),
    filterSql(search.filter, RESOURCE_FILTER, params),
    (search.config || search.notConfig) && configSql(search.config, search.notConfig, params),
    wordsWhere(search, params),
  );
}
