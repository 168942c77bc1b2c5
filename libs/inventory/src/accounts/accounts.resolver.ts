import { Args, Context, ID, Int, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { HistoryOf } from '#audit';
import type { Caller } from '#common';
import { batch, Connection, CurrentCaller, pageRequest, Requires, toConnection } from '#platform';
import { ResourcesService } from '../resources/resources.service.js';
import { Resource } from '../resources/resource.entity.js';
import { AccountChecks } from './account-checks.js';
import { AccountCheck, DiscoveredAccount } from './account-check.view.js';
import { CreateAccountInput, UpdateAccountInput } from './account.input.js';
import { AccountsArgs } from './accounts.query.js';
import { AccountsService } from './accounts.service.js';
import { CloudAccount } from './cloud-account.entity.js';

const Accounts = Connection(CloudAccount);
const id = () => Args('id', { type: () => ID });
const version = () =>
  Args('version', { type: () => Int, nullable: true, description: 'The version that was read; refused if outdated.' });

/** Each stands for one kind of load in a request. */
const LOADS = { resources: {}, resourceCount: {} };

interface RequestContext {
  req: object;
}

@Resolver(() => CloudAccount)
export class AccountsResolver {
  constructor(
    private readonly accounts: AccountsService,
    private readonly inventory: ResourcesService,
  ) {}

  @Query(() => Accounts, { name: 'accounts' }) @Requires('inventory:read') async list(
    @CurrentCaller() caller: Caller,
    @Args() args: AccountsArgs,
  ) {
    return toConnection(await this.accounts.list(caller, args, pageRequest(args)));
  }

  @Query(() => CloudAccount, { name: 'account' }) @Requires('inventory:read') get(
    @CurrentCaller() caller: Caller,
    @id() id: string,
  ) {
    return this.accounts.get(caller, id);
  }

  @Mutation(() => CloudAccount) @Requires('inventory:write') createAccount(
    @CurrentCaller() caller: Caller,
    @Args('input') input: CreateAccountInput,
  ) {
    return this.accounts.create(caller, input);
  }

  @Mutation(() => CloudAccount) @Requires('inventory:write') updateAccount(
    @CurrentCaller() caller: Caller,
    @id() id: string,
    @Args('input') input: UpdateAccountInput,
    @version() seen?: number,
  ) {
    return this.accounts.update(caller, id, { ...input, seen: seen ?? undefined });
  }

  @Mutation(() => Boolean) @Requires('inventory:write') async deleteAccount(
    @CurrentCaller() caller: Caller,
    @id() id: string,
    @version() seen?: number,
  ) {
    await this.accounts.remove(caller, id, seen ?? undefined);
    return true;
  }

  @ResolveField(() => [Resource], { description: 'The twenty that cost most; `resources` has them all.' })
  @Requires('inventory:read')
  async resources(@CurrentCaller() caller: Caller, @Parent() { id }: CloudAccount, @Context() { req }: RequestContext) {
    const load = (ids: string[]) => this.inventory.dearestOf(caller, ids);
    return (await batch(req, LOADS.resources, load).load(id)) ?? [];
  }

  @ResolveField(() => Int) @Requires('inventory:read') async resourceCount(
    @CurrentCaller() caller: Caller,
    @Parent() { id }: CloudAccount,
    @Context() { req }: RequestContext,
  ) {
    const load = (ids: string[]) => this.inventory.countsOf(caller, ids);
    return (await batch(req, LOADS.resourceCount, load).load(id)) ?? 0;
  }
}

/** What is asked of the clouds themselves. */
@Resolver(() => CloudAccount)
export class AccountChecksResolver {
  constructor(private readonly checks: AccountChecks) {}

  @Mutation(() => AccountCheck, { description: 'Asks its cloud who we are there and what we may do.' })
  @Requires('inventory:sync')
  checkAccount(@CurrentCaller() caller: Caller, @id() id: string) {
    return this.checks.check(caller, id);
  }

  @Mutation(() => [DiscoveredAccount], { description: 'The accounts that can be seen through this one.' })
  @Requires('inventory:sync')
  discoverAccounts(@CurrentCaller() caller: Caller, @id() id: string) {
    return this.checks.discover(caller, id);
  }
}

export const AccountHistory = HistoryOf(() => CloudAccount, 'account');
