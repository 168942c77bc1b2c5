import { Args, Context, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { HistoryOf } from '#audit';
import type { Caller } from '#common';
import { batch, Connection, CurrentCaller, IdArg, pageRequest, Requires, toConnection, VersionArg } from '#platform';
import { Budget } from './budget.entity.js';
import { BudgetChanges, BudgetInput } from './budget.input.js';
import { BudgetStatus } from './budget-status.view.js';
import { BudgetStatuses } from './budget-statuses.js';
import { BudgetsArgs } from './budgets.query.js';
import { BudgetsService } from './budgets.service.js';

const Budgets = Connection(Budget);

@Resolver(() => Budget)
export class BudgetsResolver {
  constructor(
    private readonly service: BudgetsService,
    private readonly statuses: BudgetStatuses,
  ) {}

  @Query(() => Budgets) @Requires('budgets:read') async budgets(
    @CurrentCaller() caller: Caller,
    @Args() args: BudgetsArgs,
  ) {
    return toConnection(await this.service.list(caller, args, pageRequest(args)));
  }
  @Query(() => Budget) @Requires('budgets:read') budget(@CurrentCaller() caller: Caller, @IdArg() id: string) {
    return this.service.get(caller, id);
  }
  @Mutation(() => Budget) @Requires('budgets:write') createBudget(
    @CurrentCaller() caller: Caller,
    @Args('input') input: BudgetInput,
  ) {
    return this.service.create(caller, input);
  }
  @Mutation(() => Budget) @Requires('budgets:write') updateBudget(
    @CurrentCaller() caller: Caller,
    @IdArg() id: string,
    @Args('changes') changes: BudgetChanges,
    @VersionArg() version?: number,
  ) {
    return this.service.update(caller, id, changes, version);
  }
  @Mutation(() => Boolean) @Requires('budgets:write') async deleteBudget(
    @CurrentCaller() caller: Caller,
    @IdArg() id: string,
    @VersionArg() version?: number,
  ) {
    await this.service.remove(caller, id, version);
    return true;
  }
  @ResolveField(() => BudgetStatus, { complexity: 20 }) @Requires('budgets:read') status(@Parent() budget: Budget) {
    return this.statuses.of(budget);
  }
  @ResolveField(() => [Budget]) @Requires('budgets:read') async parts(
    @CurrentCaller() caller: Caller,
    @Parent() { id }: Budget,
    @Context() request: object,
  ) {
    return (await batch(request, this, (ids) => this.service.childrenOf(caller, ids)).load(id)) ?? [];
  }
}

export const BudgetHistory = HistoryOf(() => Budget, 'budget');
