import { ParseUUIDPipe } from '@nestjs/common';
import { Args, Context, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import type { FastifyRequest } from 'fastify';
import type { Caller } from '#common';
import {
  Connection,
  CurrentCaller,
  originOf,
  PageArgs,
  pageRequest,
  Requires,
  Settings,
  toConnection,
} from '#platform';
import { InvitationInput } from './invitation.input.js';
import { Invitation, NewInvitation } from './invitation.view.js';
import { Invitations } from './invitations.js';
import { Links } from './links.js';

const InvitationPage = Connection(Invitation);

@Resolver(() => Invitation)
export class InvitationsResolver {
  constructor(
    private readonly service: Invitations,
    private readonly links: Links,
    private readonly settings: Settings,
  ) {}

  @Query(() => InvitationPage, { name: 'invitations' }) @Requires('access:read') async list(
    @CurrentCaller() caller: Caller,
    @Args() args: PageArgs,
  ) {
    return toConnection(await this.links.invitations(caller, pageRequest(args)));
  }
  @Mutation(() => NewInvitation) @Requires('access:write') inviteUser(
    @CurrentCaller() caller: Caller,
    @Args('input') input: InvitationInput,
    @Context() { req }: { req: FastifyRequest },
  ) {
    return this.service.create(caller, input, originOf(this.settings, req.headers));
  }
  @Mutation(() => Boolean) @Requires('access:write') async revokeInvitation(
    @CurrentCaller() caller: Caller,
    @Args('id', { type: () => ID }, ParseUUIDPipe) id: string,
  ) {
    await this.links.revoke(caller, id);
    return true;
  }
}
