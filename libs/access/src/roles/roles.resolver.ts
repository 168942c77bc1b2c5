import { Args, Mutation, Query, Resolver } from '@nestjs/graphql';
import { HistoryOf } from '#audit';
import type { Caller } from '#common';
import { Connection, CurrentCaller, PageArgs, pageRequest, Requires, toConnection, VersionArg } from '#platform';
import { RoleChanges, RoleInput } from './role.input.js';
import { Role } from './role.view.js';
import { RolesService } from './roles.service.js';

const Roles = Connection(Role);
const Name = () => Args('name', { type: () => String });

@Resolver(() => Role)
export class RolesResolver {
  constructor(private readonly service: RolesService) {}

  @Query(() => Roles) @Requires('access:read') async roles(@CurrentCaller() caller: Caller, @Args() args: PageArgs) {
    return toConnection(await this.service.list(caller, pageRequest(args)));
  }
  @Query(() => Role) @Requires('access:read') role(@CurrentCaller() caller: Caller, @Name() name: string) {
    return this.service.get(caller, name);
  }
  @Mutation(() => Role) @Requires('access:write') createRole(
    @CurrentCaller() caller: Caller,
    @Args('input') input: RoleInput,
  ) {
    return this.service.create(caller, input);
  }
  @Mutation(() => Role) @Requires('access:write') updateRole(
    @CurrentCaller() caller: Caller,
    @Name() name: string,
    @Args('changes') changes: RoleChanges,
    @VersionArg() version?: number,
  ) {
    return this.service.update(caller, name, changes, version ?? undefined);
  }
  @Mutation(() => Boolean) @Requires('access:write') async deleteRole(
    @CurrentCaller() caller: Caller,
    @Name() name: string,
    @VersionArg() version?: number,
  ) {
    await this.service.remove(caller, name, version ?? undefined);
    return true;
  }
}

export const RoleHistory = HistoryOf(() => Role, 'role');
