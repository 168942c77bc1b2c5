import { Args, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import type { Caller } from '#common';
import { Connection, CurrentCaller, pageRequest, Requires, toConnection } from '#platform';
import { CostImport } from './cost-import.view.js';
import { ImportsArgs } from './import.query.js';
import { ImportsService } from './imports.service.js';

const CostImports = Connection(CostImport);

@Resolver(() => CostImport)
export class ImportsResolver {
  constructor(private readonly imports: ImportsService) {}

  @Query(() => CostImports) @Requires('cost:read') async costImports(
    @CurrentCaller() caller: Caller,
    @Args() args: ImportsArgs,
  ) {
    return toConnection(await this.imports.list(caller, args, pageRequest(args)));
  }

  @Query(() => CostImport) @Requires('cost:read') costImport(
    @CurrentCaller() caller: Caller,
    @Args('id', { type: () => ID }) id: string,
  ) {
    return this.imports.get(caller, id);
  }

  @Mutation(() => CostImport) @Requires('cost:import') forceCostImport(
    @CurrentCaller() caller: Caller,
    @Args('id', { type: () => ID }) id: string,
  ) {
    return this.imports.force(caller, id);
  }
}
