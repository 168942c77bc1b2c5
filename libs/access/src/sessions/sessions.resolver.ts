import { Mutation, Query, Resolver } from '@nestjs/graphql';
import type { Caller } from '#common';
import { CurrentCaller, IdArg, Requires } from '#platform';
import { Session } from './session.view.js';
import { SessionsService } from './sessions.service.js';

@Resolver(() => Session)
export class SessionsResolver {
  constructor(private readonly service: SessionsService) {}

  @Query(() => [Session], { description: 'Your own.' }) @Requires('self:read') sessions(
    @CurrentCaller() caller: Caller,
  ) {
    return this.service.own(caller);
  }
  @Query(() => [Session]) @Requires('access:read') userSessions(
    @CurrentCaller() caller: Caller,
    @IdArg('userId') userId: string,
  ) {
    return this.service.of(caller, userId);
  }
  @Mutation(() => Boolean, { description: 'Ends one of your own.' }) @Requires('self:write') async endSession(
    @CurrentCaller() caller: Caller,
    @IdArg('id') id: string,
  ) {
    await this.service.endOwn(caller, id);
    return true;
  }
  @Mutation(() => Boolean, { description: 'Signs you out everywhere.' }) @Requires('self:write') async endSessions(
    @CurrentCaller() caller: Caller,
  ) {
    await this.service.endAllOwn(caller);
    return true;
  }
  @Mutation(() => Boolean, { description: 'Signs a person out everywhere.' })
  @Requires('access:write')
  async endUserSessions(@CurrentCaller() caller: Caller, @IdArg('userId') userId: string) {
    await this.service.endAllOf(caller, userId);
    return true;
  }
}
