import { Injectable } from '@nestjs/common';
import type { Caller, Page, PageRequest } from '#common';
import { Database, pageSql, SqlParams } from '#data';
import { ResourceChange } from './resource-change.view.js';
import { ResourcesService } from './resources.service.js';

const SORTABLE = {
  at: { sql: 'h.at', type: 'timestamptz', filled: true },
  field: { sql: 'h.field', type: 'text', filled: true },
};

/** What is known of a resource over time: when it was first seen, and whatever a bill or its cloud said otherwise later. */
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
              union all select r.first_seen_at, 'firstSeen', null, null,
                case when r.listing_id is null or r.bill_tags <> '{}' then 'bill' else 'cloud' end from resource r where r.id = ${self}) h`,
      where: 'true',
      params,
      sortable: SORTABLE,
      defaultSort: '-at',
      id: { sql: 'h.field', type: 'text' },
    };
    return pageSql(this.db, listing, page);
  }
}
