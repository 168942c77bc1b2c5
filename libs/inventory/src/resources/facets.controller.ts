import { Get, Query } from '@nestjs/common';
import type { Caller } from '#common';
import { Answers, CurrentCaller, Requires, Rest } from '#platform';
import { FacetsService } from './facets.service.js';
import { InventoryFacets } from './facets.view.js';
import { ResourcesQuery } from './resources.query.js';
import { searchOf, type RawQuery } from './search-of.js';

@Rest('inventory/facets')
export class FacetsController {
  constructor(private readonly facets: FacetsService) {}

  @Get()
  @Requires('inventory:read')
  @Answers(InventoryFacets, 'How often each provider, region, type, state … is among what a filter selects.', {
    asks: ResourcesQuery,
  })
  async of(@CurrentCaller() caller: Caller, @Query() raw: RawQuery) {
    return this.facets.of(caller, (await searchOf(raw)).search);
  }
}
