import { Args, Mutation, Query, Resolver } from '@nestjs/graphql';
import { HistoryOf } from '#audit';
import type { Caller } from '#common';
import { Connection, CurrentCaller, IdArg, pageRequest, Requires, toConnection } from '#platform';
import { CreatedToken } from './created-token.view.js';
import { MachineToken } from './machine-token.entity.js';
import { TokenInput, TokensArgs } from './token.input.js';
import { TokensService } from './tokens.service.js';

const Tokens = Connection(MachineToken);

@Resolver(() => MachineToken)
export class TokensResolver {
  constructor(private readonly service: TokensService) {}

  @Query(() => Tokens) @Requires('tokens:read') async tokens(
    @CurrentCaller() caller: Caller,
    @Args() args: TokensArgs,
  ) {
    return toConnection(await this.service.list(caller, args, pageRequest(args)));
  }
  @Query(() => MachineToken) @Requires('tokens:read') token(@CurrentCaller() caller: Caller, @IdArg() id: string) {
    return this.service.get(caller, id);
  }
  @Mutation(() => CreatedToken) @Requires('tokens:write') createToken(
    @CurrentCaller() caller: Caller,
    @Args('input') input: TokenInput,
  ) {
    return this.service.create(caller, input);
  }
  @Mutation(() => Boolean) @Requires('tokens:write') async revokeToken(
    @CurrentCaller() caller: Caller,
    @IdArg() id: string,
  ) {
    await this.service.revoke(caller, id);
    return true;
  }
}

export const TokenHistory = HistoryOf(() => MachineToken, 'token');
