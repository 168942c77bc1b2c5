import { Args, Query, Resolver } from '@nestjs/graphql';
import type { Caller } from '#common';
import { CurrentCaller, Requires, SUMMED } from '#platform';
import { FacetsService } from './facets.service.js';
import { InventoryFacets } from './facets.view.js';
import { ResourceSearchArgs } from './resources.query.js';

@Resolver(() => InventoryFacets)
export class FacetsResolver {
  constructor(private readonly facets: FacetsService) {}

  @Query(() => InventoryFacets, { complexity: SUMMED }) @Requires('inventory:read') inventoryFacets(
    @CurrentCaller() caller: Caller,
    @Args() args: ResourceSearchArgs,
  ) {
    return this.facets.of(caller, args);
  }
}
