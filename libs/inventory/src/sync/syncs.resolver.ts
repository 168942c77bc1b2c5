import { Args, ID, Mutation, Query, Resolver, Subscription } from '@nestjs/graphql';
import { HistoryOf } from '#audit';
import type { Caller } from '#common';
import { Connection, CurrentCaller, pageRequest, Requires, toConnection } from '#platform';
import { InventoryListing, InventorySync } from './inventory-sync.view.js';
import { SyncChanges } from './sync-changes.js';
import { ListingsArgs, StartSyncInput, SyncsArgs } from './sync.query.js';
import { SyncsService } from './syncs.service.js';

const InventorySyncs = Connection(InventorySync);
const InventoryListings = Connection(InventoryListing);

@Resolver(() => InventorySync)
export class SyncsResolver {
  constructor(
    private readonly syncs: SyncsService,
    private readonly changes: SyncChanges,
  ) {}

  @Query(() => InventorySyncs) @Requires('inventory:read') async inventorySyncs(
    @CurrentCaller() caller: Caller,
    @Args() args: SyncsArgs,
  ) {
    return toConnection(await this.syncs.list(caller, args, pageRequest(args)));
  }

  @Query(() => InventorySync) @Requires('inventory:read') inventorySync(
    @CurrentCaller() caller: Caller,
    @Args('id', { type: () => ID }) id: string,
  ) {
    return this.syncs.get(caller, id);
  }

  @Query(() => InventoryListings) @Requires('inventory:read') async inventoryListings(
    @CurrentCaller() caller: Caller,
    @Args() args: ListingsArgs,
  ) {
    return toConnection(await this.syncs.listings(caller, args, pageRequest(args)));
  }

  @Mutation(() => InventorySync, { description: 'Asks clouds what they run; follow it by `syncChanged`.' })
  @Requires('inventory:sync')
  startInventorySync(
    @CurrentCaller() caller: Caller,
    @Args('input', { nullable: true }) input: StartSyncInput = new StartSyncInput(),
  ) {
    return this.syncs.start(caller, input);
  }

  @Subscription(() => InventorySync, {
    description: 'Each sync whenever it has changed; with `id` that one alone, first as it is now.',
    resolve: (changed: InventorySync) => changed,
  })
  @Requires('inventory:read')
  syncChanged(@CurrentCaller() caller: Caller, @Args('id', { type: () => ID, nullable: true }) id?: string) {
    return this.changes.follow(caller, id ?? undefined);
  }
}

export const SyncHistory = HistoryOf(() => InventorySync, 'inventory_sync');
