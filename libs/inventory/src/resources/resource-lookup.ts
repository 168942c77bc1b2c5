import { Injectable } from '@nestjs/common';
import { groupBy, isUuid, type Caller } from '#common';
import { nativeIdOf } from '#clouds';
import { Database, SqlParams } from '#data';
import { resourcesOf, resourcesWhere, type ResourceSearch } from './resource-list.js';

/** What other libraries need to know of a resource to write about it. */
export interface LocatedResource {
  id: string;
  accountId: string;
  /** The id that the provider gave the account. */
  account: string;
  nativeId: string;
  type: string | null;
  region: string | null;
}

export interface TagPair {
  key: string;
  value: string;
}

const FIELDS = `r.id, r.account_id as "accountId", a.external_id as account, r.native_id as "nativeId", r.type, r.region`;
const FROM = 'resource r join cloud_account a on a.id = r.account_id';

/** As a bill or a connector of any cloud may write it. */
const formsOf = (given: string) =>
  new Set([given, ...['aws', 'azure', 'gcp'].map((provider) => nativeIdOf(provider, given))]);

const pairOf = ({ key, value }: TagPair) => JSON.stringify({ [key]: value });

/** Finds resources that the caller may see, by whatever names them, many at once. */
@Injectable()
export class ResourceLookup {
  constructor(private readonly db: Database) {}

  async byIds(caller: Caller, ids: readonly string[]): Promise<Map<string, LocatedResource>> {
    const params = new SqlParams();
    const given = params.add(
      ids.filter((id) => isUuid(id)),
      'uuid[]',
    );
    const found = await this.read(`r.id = any(${given}) and ${resourcesOf(caller, params)}`, params);
    return new Map(found.map((resource) => [resource.id, resource]));
  }

  /** By each native id that is asked, in whatever form, the resources that have it: one, unless accounts share it. */
  async byNativeIds(caller: Caller, ids: readonly string[]): Promise<Map<string, LocatedResource[]>> {
    const params = new SqlParams();
    const forms = new Map(ids.map((id) => [id, formsOf(id)]));
    const given = params.add([...new Set([...forms.values()].flatMap((each) => [...each]))], 'text[]');
    const named = `r.id in (select id from resource_ref where native_id = any(${given}))`;
    const found = groupBy(await this.read(`${named} and ${resourcesOf(caller, params)}`, params), (r) => r.nativeId);
    return new Map(ids.map((id) => [id, [...forms.get(id)!].flatMap((form) => found.get(form) ?? [])]));
  }

  /** In the order of the pairs, the resources that bear each. */
  async byTags(caller: Caller, pairs: readonly TagPair[]): Promise<LocatedResource[][]> {
    const params = new SqlParams();
    const given = params.add(pairs.map(pairOf), 'jsonb[]');
    const found = await this.db.query<LocatedResource & { n: number }>(
      `select p.n::int as n, ${FIELDS} from unnest(${given}) with ordinality p (tags, n) join resource r on r.tags @> p.tags
         join cloud_account a on a.id = r.account_id where ${resourcesOf(caller, params)}`,
      params.values,
    );
    const byPair = groupBy(found, ({ n }) => n);
    return pairs.map((_pair, at) => byPair.get(at + 1) ?? []);
  }

  /** What a search selects, so many at most. */
  search(caller: Caller, search: ResourceSearch, most: number): Promise<LocatedResource[]> {
    const params = new SqlParams();
    return this.read(`${resourcesWhere(caller, search, params)} limit ${params.add(most, 'int')}`, params);
  }

  private read(where: string, params: SqlParams): Promise<LocatedResource[]> {
    return this.db.query(`select ${FIELDS} from ${FROM} where ${where}`, params.values);
  }
}
