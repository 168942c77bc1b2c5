import { Args, ID, Mutation, Query, Resolver, Subscription } from '@nestjs/graphql';
import { HistoryOf } from '#audit';
import type { Caller } from '#common';
import { Connection, CurrentCaller, pageRequest, Requires, toConnection } from '#platform';
import { CostImport } from './cost-import.view.js';
import { ImportChanges } from './import-changes.js';
import { ImportsArgs } from './import.query.js';
import { ImportsService } from './imports.service.js';

const CostImports = Connection(CostImport);

@Resolver(() => CostImport)
export class ImportsResolver {
  constructor(
    private readonly imports: ImportsService,
    private readonly changes: ImportChanges,
  ) {}

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

  @Subscription(() => CostImport, {
    description: 'Each import whenever it has changed; with `id` that one alone, first as it is now.',
    resolve: (changed: CostImport) => changed,
  })
  @Requires('cost:read')
  importChanged(@CurrentCaller() caller: Caller, @Args('id', { type: () => ID, nullable: true }) id?: string) {
    return this.changes.follow(caller, id ?? undefined);
  }
}

export const ImportHistory = HistoryOf(() => CostImport, 'cost_import');
