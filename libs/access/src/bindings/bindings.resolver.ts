import { Args, Mutation, Query, Resolver } from '@nestjs/graphql';
import { HistoryOf } from '#audit';
import type { Caller } from '#common';
import { Connection, CurrentCaller, IdArg, pageRequest, Requires, toConnection } from '#platform';
import { RoleBindingInput, RoleBindingsArgs } from './binding.input.js';
import { BindingsService } from './bindings.service.js';
import { RoleBinding } from './role-binding.entity.js';

const Bindings = Connection(RoleBinding);

@Resolver(() => RoleBinding)
export class BindingsResolver {
  constructor(private readonly service: BindingsService) {}

  @Query(() => Bindings) @Requires('access:read') async roleBindings(
    @CurrentCaller() caller: Caller,
    @Args() args: RoleBindingsArgs,
  ) {
    return toConnection(await this.service.list(caller, args, pageRequest(args)));
  }
  @Query(() => RoleBinding) @Requires('access:read') roleBinding(@CurrentCaller() caller: Caller, @IdArg() id: string) {
    return this.service.get(caller, id);
  }
  @Mutation(() => RoleBinding) @Requires('access:write') createRoleBinding(
    @CurrentCaller() caller: Caller,
    @Args('input') input: RoleBindingInput,
  ) {
    return this.service.create(caller, input);
  }
  @Mutation(() => Boolean) @Requires('access:write') async deleteRoleBinding(
    @CurrentCaller() caller: Caller,
    @IdArg() id: string,
  ) {
    await this.service.remove(caller, id);
    return true;
  }
}

export const BindingHistory = HistoryOf(() => RoleBinding, 'binding');
