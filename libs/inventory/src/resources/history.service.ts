import { Injectable } from '@nestjs/common';
import type { Caller, Page, PageRequest } from '#common';
import { Database, pageSql, SqlParams } from '#data';
import { ResourceChange, ResourceRelation } from './resource-change.view.js';
import { resourcesOf } from './resource-list.js';
import { ResourcesService } from './resources.service.js';

const SORTABLE = {
  at: { sql: 'h.at', type: 'timestamptz', filled: true },
  field: { sql: 'h.field', type: 'text', filled: true },
};
const RELATIONS_SORTABLE = { kind: { sql: 'l.kind', type: 'text', filled: true } };

/** What is known of a resource over time; bills tell when it was first seen, and whatever a later one says otherwise. */
@Injectable()
export class HistoryService {
  constructor(
    private readonly db: Database,
    private readonly resources: ResourcesService,
  ) {}

  async list(caller: Caller, id: string, page: PageRequest): Promise<Page<ResourceChange>> {
    const resource = await this.resources.get(caller, id);
    const params = new SqlParams();
    const [account, self] = [params.add(resource.accountId, 'uuid'), params.add(resource.id, 'uuid')];
    const listing = {
      as: ResourceChange,
      select: 'h.at, h.field, h.before, h.after, h.source',
      from: `(select c.at, c.field, c.before, c.after, c.source from resource_change c
                where c.account_id = ${account} and c.resource_id = ${self}
              union all select r.first_seen_at, 'firstSeen', null, null, 'bill' from resource r where r.id = ${self}) h`,
      where: 'true',
      params,
      sortable: SORTABLE,
      defaultSort: '-at',
      id: { sql: 'h.field', type: 'text' },
    };
    return pageSql(this.db, listing, page);
  }

  /** Bills tie nothing together, so the list is empty until connectors fill it. */
  async relations(caller: Caller, id: string, page: PageRequest): Promise<Page<ResourceRelation>> {
    await this.resources.get(caller, id);
    const params = new SqlParams();
    const listing = {
      as: ResourceRelation,
      select: 'l.kind, l.to_id as "resourceId"',
      from: 'resource_relation l',
      where: `l.from_id = ${params.add(id, 'uuid')} and l.to_id in (select r.id from resource r where ${resourcesOf(caller, params)})`,
      params,
      sortable: RELATIONS_SORTABLE,
      defaultSort: 'kind',
      id: { sql: 'l.to_id', type: 'uuid' },
    };
    return pageSql(this.db, listing, page);
  }
}
