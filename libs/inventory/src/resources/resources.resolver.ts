import { Args, Context, ID, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { HistoryOf } from '#audit';
import type { Caller } from '#common';
import { batch, Connection, CurrentCaller, pageRequest, Requires, SUMMED, toConnection } from '#platform';
import { AccountsService } from '../accounts/accounts.service.js';
import { CloudAccount } from '../accounts/cloud-account.entity.js';
import { HistoryService } from './history.service.js';
import { Resource } from './resource.entity.js';
import { ResourceChange, ResourceRelation } from './resource-change.view.js';
import { ResourcePageArgs, ResourceSearchArgs } from './resources.query.js';
import { ResourcesService } from './resources.service.js';
import { SummaryService } from './summary.service.js';
import { InventorySummary } from './summary.view.js';

export const Resources = Connection(Resource);
const Changes = Connection(ResourceChange);
const Relations = Connection(ResourceRelation);
const id = () => Args('id', { type: () => ID });

/** Each stands for one kind of load in a request. */
const LOADS = { account: {}, configuration: {} };

interface RequestContext {
  req: object;
}

@Resolver(() => Resource)
export class ResourcesResolver {
  constructor(
    private readonly inventory: ResourcesService,
    private readonly summaries: SummaryService,
    private readonly histories: HistoryService,
  ) {}

  @Query(() => Resources) @Requires('inventory:read') async resources(
    @CurrentCaller() caller: Caller,
    @Args() args: ResourceSearchArgs,
  ) {
    return toConnection(await this.inventory.list(caller, args, pageRequest(args)));
  }

  @Query(() => Resource) @Requires('inventory:read') resource(@CurrentCaller() caller: Caller, @id() id: string) {
    return this.inventory.get(caller, id);
  }

  @Query(() => InventorySummary, { complexity: SUMMED }) @Requires('inventory:read') inventorySummary(
    @CurrentCaller() caller: Caller,
    @Args() args: ResourceSearchArgs,
  ) {
    return this.summaries.of(caller, args);
  }

  @Query(() => Changes) @Requires('inventory:read') async resourceHistory(
    @CurrentCaller() caller: Caller,
    @Args() args: ResourcePageArgs,
  ) {
    return toConnection(await this.histories.list(caller, args.id, pageRequest(args)));
  }

  @Query(() => Relations) @Requires('inventory:read') async resourceRelations(
    @CurrentCaller() caller: Caller,
    @Args() args: ResourcePageArgs,
  ) {
    return toConnection(await this.histories.relations(caller, args.id, pageRequest(args)));
  }
}

/** What a resource is tied to, loaded for a whole page at once. */
@Resolver(() => Resource)
export class ResourceFieldsResolver {
  constructor(
    private readonly accounts: AccountsService,
    private readonly inventory: ResourcesService,
  ) {}

  @ResolveField(() => CloudAccount) @Requires('inventory:read') account(
    @CurrentCaller() caller: Caller,
    @Parent() { accountId }: Resource,
    @Context() { req }: RequestContext,
  ) {
    return batch(req, LOADS.account, (ids) => this.accounts.byIds(caller, ids)).load(accountId);
  }

  /** A list leaves it out, because it can be large. */
  @ResolveField() @Requires('inventory:read') async configuration(
    @CurrentCaller() caller: Caller,
    @Parent() { id, configuration }: Resource,
    @Context() { req }: RequestContext,
  ): Promise<unknown> {
    if (configuration !== undefined) return configuration;
    const load = (ids: string[]) => this.inventory.byIds(caller, ids);
    return (await batch(req, LOADS.configuration, load).load(id))?.configuration;
  }
}

export const ResourceHistory = HistoryOf(() => Resource, 'resource');
