import { Body, Delete, Get, HttpCode, Param, ParseUUIDPipe, Post, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Caller } from '#common';
import { Answers, CurrentCaller, originOf, PageQuery, PageView, Requires, Rest, Settings } from '#platform';
import { InvitationInput } from './invitation.input.js';
import { Invitation, NewInvitation } from './invitation.view.js';
import { Invitations } from './invitations.js';
import { Links } from './links.js';

@Rest('users/invitations')
export class InvitationsController {
  constructor(
    private readonly service: Invitations,
    private readonly links: Links,
    private readonly settings: Settings,
  ) {}

  @Get()
  @Requires('access:read')
  @Answers([Invitation], 'Invitations that have not been accepted yet, the newest first.')
  async list(@CurrentCaller() caller: Caller, @Query() query: PageQuery) {
    return new PageView(await this.links.invitations(caller, query));
  }

  @Post()
  @Requires('access:write')
  @Answers(NewInvitation, 'Invites a person by a link, which is told this once.', { toldOnce: ['url'] })
  async create(
    @CurrentCaller() caller: Caller,
    @Body() input: InvitationInput,
    @Req() { headers }: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const made = await this.service.create(caller, input, originOf(this.settings, headers));
    void reply.header('location', `/users/${made.userId}`);
    return made;
  }

  @Delete(':id')
  @HttpCode(204)
  @Requires('access:write')
  @Answers(null, 'Revokes an invitation: its link works no more.')
  revoke(@CurrentCaller() caller: Caller, @Param('id', ParseUUIDPipe) id: string) {
    return this.links.revoke(caller, id);
  }
}
