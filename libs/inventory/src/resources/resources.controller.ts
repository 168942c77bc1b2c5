import { Get, Headers, Param, Query, StreamableFile } from '@nestjs/common';
import type { Caller } from '#common';
import { Answers, CurrentCaller, PageQuery, PageView, Requires, Rest } from '#platform';
import { csvOf } from './csv.js';
import { HistoryService } from './history.service.js';
import { RelationsQuery } from './relations.query.js';
import { RelationsService } from './relations.service.js';
import { ResourceChange } from './resource-change.view.js';
import { ResourceRelation } from './resource-relation.view.js';
import { Resource } from './resource.entity.js';
import { ResourceQuery, ResourcesQuery } from './resources.query.js';
import { ResourcesService } from './resources.service.js';
import { searchOf, type RawQuery } from './search-of.js';
import { SummaryService } from './summary.service.js';
import { InventorySummary } from './summary.view.js';

const CSV = { type: 'text/csv; charset=utf-8', disposition: 'attachment; filename="inventory.csv"' };

@Rest('inventory')
export class ResourcesController {
  constructor(
    private readonly resources: ResourcesService,
    private readonly summaries: SummaryService,
    private readonly histories: HistoryService,
    private readonly ties: RelationsService,
  ) {}

  @Get()
  @Requires('inventory:read')
  @Answers([Resource], 'What runs, by any filter.', { asks: ResourcesQuery, files: { 'text/csv': 'id,provider,…' } })
  async list(@CurrentCaller() caller: Caller, @Query() raw: RawQuery, @Headers('accept') accept = '') {
    const { query, search } = await searchOf(raw);
    const isCsv = query.format ? query.format === 'csv' : accept.startsWith('text/csv');
    if (isCsv) return new StreamableFile(await csvOf(await this.resources.export(caller, search, query.sort)), CSV);
    return new PageView(await this.resources.list(caller, search, query));
  }

  @Get('summary')
  @Requires('inventory:read')
  @Answers(InventorySummary, 'Counts and monthly cost of what a filter selects, by provider, service and more.', {
    asks: ResourcesQuery,
  })
  async summary(@CurrentCaller() caller: Caller, @Query() raw: RawQuery) {
    return this.summaries.of(caller, (await searchOf(raw)).search);
  }

  @Get(':id')
  @Requires('inventory:read')
  @Answers(Resource, 'One resource, with its configuration; with `asOf` as it was known then.')
  get(@CurrentCaller() caller: Caller, @Param('id') id: string, @Query() { asOf }: ResourceQuery) {
    return this.resources.getAsOf(caller, id, asOf);
  }

  @Get(':id/history')
  @Requires('inventory:read')
  @Answers([ResourceChange], 'Its changes, with before and after; the newest first.')
  async history(@CurrentCaller() caller: Caller, @Param('id') id: string, @Query() page: PageQuery) {
    return new PageView(await this.histories.list(caller, id, page));
  }

  @Get(':id/relations')
  @Requires('inventory:read')
  @Answers([ResourceRelation], 'What it is tied to, and what is tied to it.')
  async relations(@CurrentCaller() caller: Caller, @Param('id') id: string, @Query() query: RelationsQuery) {
    return new PageView(await this.ties.list(caller, id, query, query));
  }
}
