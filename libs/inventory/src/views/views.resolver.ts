import { Args, Mutation, Query, Resolver } from '@nestjs/graphql';
import { HistoryOf } from '#audit';
import type { Caller } from '#common';
import { Connection, CurrentCaller, IdArg, pageRequest, Requires, toConnection, VersionArg } from '#platform';
import { SavedView, SavedViewChanges, SavedViewInput } from './saved-view.entity.js';
import { ViewsArgs } from './views.query.js';
import { ViewsService } from './views.service.js';

const Views = Connection(SavedView);

@Resolver(() => SavedView)
export class ViewsResolver {
  constructor(private readonly service: ViewsService) {}

  @Query(() => Views) @Requires('views:read') async views(@CurrentCaller() caller: Caller, @Args() args: ViewsArgs) {
    return toConnection(await this.service.list(caller, args, pageRequest(args)));
  }
  @Query(() => SavedView) @Requires('views:read') view(@CurrentCaller() caller: Caller, @IdArg() id: string) {
    return this.service.get(caller, id);
  }
  @Mutation(() => SavedView) @Requires('views:write') createView(
    @CurrentCaller() caller: Caller,
    @Args('input') input: SavedViewInput,
  ) {
    return this.service.create(caller, input);
  }
  @Mutation(() => SavedView) @Requires('views:write') updateView(
    @CurrentCaller() caller: Caller,
    @IdArg() id: string,
    @Args('changes') changes: SavedViewChanges,
    @VersionArg() version?: number,
  ) {
    return this.service.update(caller, id, changes, version);
  }
  @Mutation(() => Boolean) @Requires('views:write') async deleteView(
    @CurrentCaller() caller: Caller,
    @IdArg() id: string,
    @VersionArg() version?: number,
  ) {
    await this.service.remove(caller, id, version);
    return true;
  }
}

export const ViewHistory = HistoryOf(() => SavedView, 'view');
