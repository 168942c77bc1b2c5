import { Injectable } from '@nestjs/common';
import type { Caller } from '#common';
import { Database, SqlParams } from '#data';
import { InventoryAnswers } from '../inventory-answers.js';
import { resourcesWhere, type ResourceSearch } from './resource-list.js';
import { summarize, type SummaryRow } from './summarize.js';
import type { InventorySummary } from './summary.view.js';

/** The rows are read once into their few combinations, and those summed by each dimension. */
const sumsOf = (where: string) => `
  with part as materialized (
    select r.provider, r.service, r.region, r.account_id, r.type, r.currency, not r.untagged as tagged,
      count(*) as n, sum(r.monthly_cost) as cost
    from resource r where ${where} group by 1, 2, 3, 4, 5, 6, 7)
  select case grouping(provider, service, region, account_id, type, tagged)
      when 31 then 'provider' when 47 then 'service' when 55 then 'region' when 59 then 'account' when 61 then 'type'
      else 'tags' end as dimension,
    case grouping(provider, service, region, account_id, type, tagged)
      when 31 then provider when 47 then service when 55 then region when 59 then account_id::text when 61 then type
      else tagged::text end as key,
    currency, sum(n)::int as count, sum(cost)::text as cost
  from part
  group by grouping sets ((provider, currency), (service, currency), (region, currency), (account_id, currency),
    (type, currency), (tagged, currency))`;

@Injectable()
export class SummaryService {
  constructor(
    private readonly db: Database,
    private readonly answers: InventoryAnswers,
  ) {}

  of(caller: Caller, search: ResourceSearch): Promise<InventorySummary> {
    const params = new SqlParams();
    const sql = sumsOf(resourcesWhere(caller, search, params));
    const make = async () => {
      const rows = await this.db.query<SummaryRow>(sql, params.values);
      return summarize(rows, await this.namesOf(rows));
    };
    return this.answers.of([sql, params.values], make, ({ byAccount, byType }) => byAccount.length + byType.length);
  }

  /** Of accounts that have a resource which the caller may see, and so may be seen themselves. */
  private async namesOf(rows: readonly SummaryRow[]): Promise<Map<string, string>> {
    const ids = rows.filter(({ dimension }) => dimension === 'account').map(({ key }) => key);
    const named = await this.db.query<{ id: string; name: string }>(
      'select id, name from cloud_account where id = any($1::uuid[])',
      [ids],
    );
    return new Map(named.map(({ id, name }) => [id, name]));
  }
}
