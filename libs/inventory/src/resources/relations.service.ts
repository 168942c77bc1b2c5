import { Injectable } from '@nestjs/common';
import { groupBy, type Caller, type Page, type PageRequest } from '#common';
import { allOf, Database, pageSql, SqlParams } from '#data';
import { knownResourcesOf } from './resource-list.js';
import { ResourceRelation } from './resource-relation.view.js';
import type { RelationSearch } from './relations.query.js';
import { ResourcesService } from './resources.service.js';

/** How many of a resource's ties come along with it. */
const MOST = 200;

const FIELDS = 'l.direction, l.kind, l."nativeId", r.id as "resourceId", r.name, r.type, r.state';
const text = (sql: string) => ({ sql, type: 'text', filled: true });
const SORTS = { kind: text('l.kind'), direction: text('l.direction'), nativeId: text('l."nativeId"') };

/**
 * Both ways. Whoever names another says its native id alone: meant is the one of its own account, else of any. `self` are
 * the resources that are asked about.
 */
const ties = (self: string) => `
  select l.from_id as self, 'out' as direction, l.kind, l.native_id as "nativeId", (
      select f.id from resource_ref f where f.native_id = l.native_id order by f.account_id <> l.account_id, f.id limit 1) as other
  from resource_relation l where l.from_id in (${self})
  union all
  select s.id, 'in', l.kind, o.native_id, o.id
  from resource_ref s join resource_relation l on l.native_id = s.native_id join resource_ref o on o.id = l.from_id
  where s.id in (${self}) and (l.account_id = s.account_id
    or not exists (select from resource_ref n where n.account_id = l.account_id and n.native_id = l.native_id))`;

/** What is tied to what, as clouds tell it. */
@Injectable()
export class RelationsService {
  constructor(
    private readonly db: Database,
    private readonly resources: ResourcesService,
  ) {}

  /** What names this one is told only where it may be seen; what this one names always, for it is this one's own word. */
  async list(caller: Caller, id: string, search: RelationSearch, page: PageRequest): Promise<Page<ResourceRelation>> {
    const resource = await this.resources.get(caller, id);
    const params = new SqlParams();
    const listing = {
      as: ResourceRelation,
      select: FIELDS,
      from: this.from(caller, params.add(resource.id, 'uuid'), params),
      where: allOf(
        VISIBLE,
        search.direction && `l.direction = ${params.add(search.direction)}`,
        search.kind !== undefined && `l.kind = ${params.add(search.kind)}`,
      ),
      params,
      sortable: SORTS,
      defaultSort: 'kind',
      id: { sql: `l.direction || ' ' || l."nativeId" || ' ' || coalesce(l.other::text, '')`, type: 'text' },
    };
    return pageSql(this.db, listing, page);
  }

  /** Of each of these, which the caller may see. */
  async of(caller: Caller, ids: string[]): Promise<Map<string, ResourceRelation[]>> {
    const params = new SqlParams();
    const self = `select unnest(${params.add(ids, 'uuid[]')})`;
    const rows = await this.db.query<ResourceRelation & { self: string }>(
      `select * from (
         select l.self, ${FIELDS}, row_number() over (partition by l.self order by l.kind, l."nativeId") as place
         from ${this.from(caller, self, params)} where ${VISIBLE}) l where place <= ${MOST} order by self, place`,
      params.values,
    );
    const groups = groupBy(rows, ({ self: each }) => each);
    return new Map(
      [...groups].map(([each, own]) => [each, own.map((row) => Object.assign(new ResourceRelation(), row))]),
    );
  }

  private from(caller: Caller, self: string, params: SqlParams): string {
    return `(${ties(self)}) l left join lateral (select r.id, r.name, r.type, r.state from resource r
      where r.id = l.other and ${knownResourcesOf(caller, params)}) r on true`;
  }
}

const VISIBLE = `(l.direction = 'out' or r.id is not null)`;
