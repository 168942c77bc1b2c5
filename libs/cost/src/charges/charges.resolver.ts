import { Args, Query, Resolver } from '@nestjs/graphql';
import type { Caller } from '#common';
import { CurrentCaller, Requires, SUMMED } from '#platform';
import { ChargesArgs } from './charges.query.js';
import { ChargesService } from './charges.service.js';
import { CostCharges } from './charges.views.js';

@Resolver(() => CostCharges)
export class ChargesResolver {
  constructor(private readonly service: ChargesService) {}

  @Query(() => CostCharges, { complexity: SUMMED }) @Requires('cost:read') costCharges(
    @CurrentCaller() caller: Caller,
    @Args() args: ChargesArgs,
  ) {
    return this.service.charges(caller, args);
  }
}
