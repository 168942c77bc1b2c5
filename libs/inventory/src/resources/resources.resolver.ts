import { Args, Context, GraphQLISODateTime, ID, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { HistoryOf } from '#audit';
import type { Caller } from '#common';
import { batch, Connection, CurrentCaller, pageRequest, Requires, SUMMED, toConnection } from '#platform';
import { AccountsService } from '../accounts/accounts.service.js';
import { CloudAccount } from '../accounts/cloud-account.entity.js';
import { HistoryService } from './history.service.js';
import { Resource, ResourceDetail } from './resource.entity.js';
import { RelationsArgs } from './relations.query.js';
import { RelationsService } from './relations.service.js';
import { ResourceChange } from './resource-change.view.js';
import { ResourceRelation } from './resource-relation.view.js';
import { ResourcePageArgs, ResourceSearchArgs } from './resources.query.js';
import { ResourcesService } from './resources.service.js';
import { SummaryService } from './summary.service.js';
import { InventorySummary } from './summary.view.js';

export const Resources = Connection(Resource);
const Changes = Connection(ResourceChange);
const Relations = Connection(ResourceRelation);
const id = () => Args('id', { type: () => ID });

/** Each stands for one kind of load in a request. */
const LOADS = { account: {}, detail: {}, relations: {} };

interface RequestContext {
  req: object;
}

@Resolver(() => Resource)
export class ResourcesResolver {
  constructor(
    private readonly inventory: ResourcesService,
    private readonly summaries: SummaryService,
    private readonly histories: HistoryService,
    private readonly ties: RelationsService,
  ) {}

  @Query(() => Resources) @Requires('inventory:read') async resources(
    @CurrentCaller() caller: Caller,
    @Args() args: ResourceSearchArgs,
  ) {
    return toConnection(await this.inventory.list(caller, args, pageRequest(args)));
  }

  @Query(() => Resource) @Requires('inventory:read') resource(
    @CurrentCaller() caller: Caller,
    @id() id: string,
    @Args('asOf', { type: () => GraphQLISODateTime, nullable: true, description: 'As it was known then.' }) asOf?: Date,
  ) {
    return this.inventory.getAsOf(caller, id, asOf ?? undefined);
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
    @Args() args: RelationsArgs,
  ) {
    return toConnection(await this.ties.list(caller, args.id, args, pageRequest(args)));
  }
}

/** What a resource is tied to, loaded for a whole page at once. */
@Resolver(() => Resource)
export class ResourceFieldsResolver {
  constructor(
    private readonly accounts: AccountsService,
    private readonly inventory: ResourcesService,
    private readonly ties: RelationsService,
  ) {}

  @ResolveField(() => [ResourceRelation], { description: 'Both ways, 200 at most; `resourceRelations` has them all.' })
  @Requires('inventory:read')
  async relations(@CurrentCaller() caller: Caller, @Parent() { id }: Resource, @Context() { req }: RequestContext) {
    return (await batch(req, LOADS.relations, (ids: string[]) => this.ties.of(caller, ids)).load(id)) ?? [];
  }

  @ResolveField(() => CloudAccount) @Requires('inventory:read') account(
    @CurrentCaller() caller: Caller,
    @Parent() { accountId }: Resource,
    @Context() { req }: RequestContext,
  ) {
    return batch(req, LOADS.account, (ids) => this.accounts.byIds(caller, ids)).load(accountId);
  }

  /** A list leaves these out, because they can be large. */
  @ResolveField() @Requires('inventory:read') configuration(
    @CurrentCaller() caller: Caller,
    @Parent() resource: Resource,
    @Context() { req }: RequestContext,
  ): Promise<unknown> {
    return this.detail(caller, resource, req, 'configuration');
  }

  @ResolveField() @Requires('inventory:read') billTags(
    @CurrentCaller() caller: Caller,
    @Parent() resource: Resource,
    @Context() { req }: RequestContext,
  ) {
    return this.detail(caller, resource, req, 'billTags');
  }

  @ResolveField() @Requires('inventory:read') cloudTags(
    @CurrentCaller() caller: Caller,
    @Parent() resource: Resource,
    @Context() { req }: RequestContext,
  ) {
    return this.detail(caller, resource, req, 'cloudTags');
  }

  @ResolveField() @Requires('inventory:read') createdAt(
    @CurrentCaller() caller: Caller,
    @Parent() resource: Resource,
    @Context() { req }: RequestContext,
  ) {
    return this.detail(caller, resource, req, 'createdAt');
  }

  private async detail<K extends keyof ResourceDetail>(
    caller: Caller,
    resource: Resource,
    ...[req, field]: [object, K]
  ): Promise<ResourceDetail[K] | undefined> {
    const told = (resource as ResourceDetail)[field];
    if (told !== undefined) return told;
    const load = (ids: string[]) => this.inventory.byIds(caller, ids);
    return (await batch(req, LOADS.detail, load).load(resource.id))?.[field];
  }
}

/** The other end of a tie, where it may be seen. */
@Resolver(() => ResourceRelation)
export class RelationFieldsResolver {
  constructor(private readonly inventory: ResourcesService) {}

  @ResolveField(() => Resource, { nullable: true }) @Requires('inventory:read') async resource(
    @CurrentCaller() caller: Caller,
    @Parent() { resourceId }: ResourceRelation,
    @Context() { req }: RequestContext,
  ) {
    if (!resourceId) return null;
    const load = (ids: string[]) => this.inventory.byIds(caller, ids);
    return (await batch(req, LOADS.detail, load).load(resourceId)) ?? null;
  }
}

export const ResourceHistory = HistoryOf(() => Resource, 'resource');
