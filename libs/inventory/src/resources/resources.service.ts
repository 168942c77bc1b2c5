import { Injectable } from '@nestjs/common';
import { groupBy, isUuid, notFound, type Caller, type Page, type PageRequest } from '#common';
import { countOf, Database, rowsOfPage, seesEverything, SqlParams, type Listing } from '#data';
import { Auditor } from '#platform';
import { InventoryAnswers } from '../inventory-answers.js';
import { asOf } from './as-of.js';
import { Resource, ResourceDetail } from './resource.entity.js';
import {
  DETAIL_FIELDS,
  knownResourcesOf,
  pattern,
  RESOURCE_FIELDS,
  RESOURCE_SORTS,
  resourcesOf,
  resourcesWhere,
  type ResourceSearch,
} from './resource-list.js';

/** How many resources of each account come along with it. */
const DEAREST = 20;
const EXPORT_PAGE = 500;

/** Of a hundred thousand so many are found and sorted sooner than fifty of them are met in the order of an index. */
const FEW = 1_500;

function listing(where: string, params: SqlParams): Listing<Resource> {
  return {
    as: Resource,
    select: RESOURCE_FIELDS,
    from: 'resource r',
    where,
    params,
    sortable: RESOURCE_SORTS,
    defaultSort: 'name',
    id: { sql: 'r.id', type: 'uuid' },
  };
}

const resourceOf = (row: object) => Object.assign(new Resource(), row);

/** Reads resources; what they are is written by `InventoryWriter` alone. */
@Injectable()
export class ResourcesService {
  constructor(
    private readonly db: Database,
    private readonly counts: InventoryAnswers,
    private readonly auditor: Auditor,
  ) {}

  async list(caller: Caller, search: ResourceSearch, page: PageRequest): Promise<Page<Resource>> {
    const params = new SqlParams();
    const where = resourcesWhere(caller, await this.found(search), params);
    const list = listing(where, params);
    const total = await countOf(list, this.counts);
    // Few are found and put in order faster than they are met in the order of an index; the planner cannot know how few.
    const few = { from: `(select r.* from resource r where ${where} offset 0) r`, where: 'true' };
    return { ...(await rowsOfPage(this.db, total <= FEW ? { ...list, ...few } : list, page)), total };
  }

  /**
   * Policies keep a search from its index, so where they narrow it, what it finds is asked of the owner, who looks no
   * further than the policies and is asked for few.
   */
  private async found(search: ResourceSearch): Promise<ResourceSearch> {
    const { q, ...others } = search;
    if (!q || seesEverything()) return search;
    const sql = 'select found_resources($1, $2) as id';
    const found = await this.counts.query<{ id: string }>(sql, [pattern(q), FEW + 1]);
    return found.length > FEW ? search : { ...others, ids: found.map(({ id }) => id) };
  }

  /** The whole list as it leaves CloudGov, which is recorded. */
  async export(caller: Caller, search: ResourceSearch, sort?: string): Promise<AsyncGenerator<Resource[]>> {
    const subject = { type: 'inventory', id: 'csv' };
    await this.auditor.record(caller, { action: 'inventory.export', subject, after: { search } });
    return this.pages(caller, search, sort);
  }

  /** Page after page of the whole list, so that an export holds neither the rows nor a transaction. */
  private async *pages(caller: Caller, search: ResourceSearch, sort?: string): AsyncGenerator<Resource[]> {
    let cursor: string | undefined;
    do {
      const params = new SqlParams();
      const list = listing(resourcesWhere(caller, search, params), params);
      const page = await rowsOfPage(this.db, list, { sort, cursor, limit: EXPORT_PAGE });
      yield page.items;
      cursor = page.nextCursor ?? undefined;
    } while (cursor);
  }

  /** One, with its configuration; also one that no bill names any more. */
  async get(caller: Caller, id: string): Promise<ResourceDetail> {
    const resource = isUuid(id) && (await this.byIds(caller, [id])).get(id.toLowerCase());
    if (!resource) throw notFound('resource', id);
    return resource;
  }

  /** As it was known at a time: its words, tags and configuration. */
  async getAsOf(caller: Caller, id: string, at?: Date): Promise<ResourceDetail> {
    const now = await this.get(caller, id);
    return at ? asOf(this.db, now, at) : now;
  }

  async byIds(caller: Caller, ids: string[]): Promise<Map<string, ResourceDetail>> {
    const params = new SqlParams();
    const rows = await this.db.query<ResourceDetail>(
      `select ${DETAIL_FIELDS} from resource r left join resource_configuration c on c.resource_id = r.id
       where r.id = any(${params.add(ids, 'uuid[]')}) and ${knownResourcesOf(caller, params)}`,
      params.values,
    );
    return new Map(rows.map((row) => [row.id, Object.assign(new ResourceDetail(), row)]));
  }

  /** The resources of each account that cost most. */
  async dearestOf(caller: Caller, accountIds: string[]): Promise<Map<string, Resource[]>> {
    const params = new SqlParams();
    const rows = await this.db.query<Resource>(
      `select found.* from unnest(${params.add(accountIds, 'uuid[]')}) a (id),
         lateral (select ${RESOURCE_FIELDS} from resource r where r.account_id = a.id and ${resourcesOf(caller, params)}
           order by r.monthly_cost desc nulls last, r.id limit ${DEAREST}) found`,
      params.values,
    );
    return groupBy(rows.map(resourceOf), ({ accountId }) => accountId);
  }

  async countsOf(caller: Caller, accountIds: string[]): Promise<Map<string, number>> {
    const params = new SqlParams();
    const rows = await this.db.query<{ id: string; count: number }>(
      `select r.account_id as id, count(*)::int as count from resource r
       where r.account_id = any(${params.add(accountIds, 'uuid[]')}) and ${resourcesOf(caller, params)} group by 1`,
      params.values,
    );
    return new Map(rows.map(({ id, count }) => [id, count]));
  }

  /** Of the whole estate, for the metric. */
  countByProvider(): Promise<{ provider: string; count: number }[]> {
    return this.db.query(
      'select provider, count(*)::int as count from resource where retired_at is null group by provider',
    );
  }
}
