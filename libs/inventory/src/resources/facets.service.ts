import { Injectable } from '@nestjs/common';
import { as, type Caller } from '#common';
import { Database, SqlParams } from '#data';
import { InventoryAnswers } from '../inventory-answers.js';
import { Facet, InventoryFacets } from './facets.view.js';
import { resourcesWhere, type ResourceSearch } from './resource-list.js';

const MOST = 200;

/** Each dimension by the bit that `grouping` has unset for it. */
const DIMENSIONS = {
  providers: ['provider', 31],
  regions: ['region', 47],
  services: ['service', 55],
  types: ['type', 59],
  states: ['state', 61],
  accounts: ['account_id', 62],
} as const;
type Dimension = keyof typeof DIMENSIONS;

const columns = Object.values(DIMENSIONS).map(([column]) => column);
const all = columns.join(', ');
const cases = (what: (name: string, column: string) => string) =>
  Object.entries(DIMENSIONS)
    .map(([name, [column, bit]]) => `when ${bit} then ${what(name, column)}`)
    .join(' ');

/** The rows are read once into their few combinations, and those counted by each dimension. */
const countsOf = (where: string) => `
  with part as materialized (
    select ${columns.map((column) => `r.${column}`).join(', ')}, count(*) as n from resource r where ${where} group by ${all})
  select case grouping(${all}) ${cases((name) => `'${name}'`)} end as dimension,
    case grouping(${all}) ${cases((_, column) => `${column}::text`)} end as value, sum(n)::int as count
  from part group by grouping sets (${columns.map((column) => `(${column})`).join(', ')})`;

const keysOf = (where: string) => `
  select k.key as value, count(*)::int as count from resource r, jsonb_object_keys(r.tags) k (key) where ${where}
  group by 1 order by 2 desc, 1 limit ${MOST}`;

interface Counted {
  value: string | null;
  count: number;
}

const byCount = (one: Counted, other: Counted) =>
  other.count - one.count || String(one.value).localeCompare(String(other.value));

@Injectable()
export class FacetsService {
  constructor(
    private readonly db: Database,
    private readonly answers: InventoryAnswers,
  ) {}

  of(caller: Caller, search: ResourceSearch): Promise<InventoryFacets> {
    const params = new SqlParams();
    const where = resourcesWhere(caller, search, params);
    const key = [countsOf(where), params.values];
    return this.answers.of(
      key,
      () => this.count(where, params.values),
      ({ types, tagKeys }) => types.length + tagKeys.length,
    );
  }

  private async count(where: string, values: unknown[]): Promise<InventoryFacets> {
    const rows = await this.db.query<Counted & { dimension: Dimension }>(countsOf(where), values);
    const keys = await this.db.query<Counted>(keysOf(where), values);
    const of = (wanted: Dimension) => rows.filter(({ dimension }) => dimension === wanted).sort(byCount);
    const names = await this.namesOf(of('accounts'));
    const facets = (counted: Counted[]) =>
      counted
        .slice(0, MOST)
        .map(({ value, count }) => as(Facet, { value, name: names.get(value ?? '') ?? null, count }));
    const told = Object.fromEntries(Object.keys(DIMENSIONS).map((each) => [each, facets(of(each as Dimension))]));
    const total = of('providers').reduce((sum, { count }) => sum + count, 0);
    return as(InventoryFacets, { total, ...(told as Record<Dimension, Facet[]>), tagKeys: facets(keys) });
  }

  /** Of accounts that have a resource which the caller may see, and so may be seen themselves. */
  private async namesOf(accounts: readonly Counted[]): Promise<Map<string, string>> {
    const named = await this.db.query<{ id: string; name: string }>(
      'select id, name from cloud_account where id = any($1::uuid[])',
      [accounts.map(({ value }) => value)],
    );
    return new Map(named.map(({ id, name }) => [id, name]));
  }
}
