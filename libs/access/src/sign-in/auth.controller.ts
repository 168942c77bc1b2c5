import { Get, HttpCode, Post, Req, Res } from '@nestjs/common';
import { Field, ObjectType } from '@nestjs/graphql';
import { Expose } from 'class-transformer';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Caller } from '#common';
import { Answers, CurrentCaller, csrfTokenOf, Requires, Rest, Settings } from '#platform';
import { SignedIn } from '../people/me.view.js';
import { Whoami } from '../people/whoami.js';
import { Browser } from './browser.js';
import { Departure } from './departure.js';

@ObjectType({ description: 'Where else to go in order to be signed out.' })
export class SignedOut {
  @Expose()
  @Field(() => String, { nullable: true, description: 'Where the identity provider signs the browser out too.' })
  endSessionUrl: string | null;
}

@Rest('auth')
export class AuthController {
  constructor(
    private readonly whoami: Whoami,
    private readonly departure: Departure,
    private readonly settings: Settings,
  ) {}

  @Get('me') @Requires('self:read') @Answers(SignedIn, 'Who you are and what you may do.') async me(
    @CurrentCaller() caller: Caller,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const { session } = new Browser(this.settings, request, reply);
    const csrfToken = caller.person && session ? csrfTokenOf(session) : null;
    return Object.assign(new SignedIn(), await this.whoami.of(caller), { csrfToken });
  }

  @Post('logout')
  @HttpCode(200)
  @Requires('self:write')
  @Answers(SignedOut, 'Ends the session, and tells where the provider ends its own.')
  async logout(
    @CurrentCaller() caller: Caller,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const endSessionUrl = await this.departure.of(caller, new Browser(this.settings, request, reply));
    return Object.assign(new SignedOut(), { endSessionUrl });
  }
}
