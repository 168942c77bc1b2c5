import { Body, Controller, Get, HttpCode, Param, Post, Query, Req, Res, UseFilters } from '@nestjs/common';
import { IsOptional, IsString, MaxLength } from 'class-validator';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Answers, Public, Settings, Throttled } from '#platform';
import { Browser } from './browser.js';
import { LinkSignIn } from './link-sign-in.js';
import { OidcSignIn } from './oidc-sign-in.js';
import { linkPage, PAGE_POLICY } from './pages.js';
import { ProblemPageFilter } from './problem-page.filter.js';
import { LANDING, returnPath } from './return-path.js';

class LoginQuery {
  /** The path to go to afterwards. */
  @IsOptional() @IsString() @MaxLength(2000) returnTo?: string;
}

class LinkInput {
  @IsString() @MaxLength(200) token: string;
}

/** How browsers sign in: by redirects and one page, without a script. */
@Controller('auth')
@UseFilters(ProblemPageFilter)
export class SignInController {
  constructor(
    private readonly oidc: OidcSignIn,
    private readonly links: LinkSignIn,
    private readonly settings: Settings,
  ) {}

  @Get('login')
  @HttpCode(302)
  @Public()
  @Throttled('sign-in')
  @Answers(null, 'Sends a browser to the identity provider, and afterwards to the path `returnTo`.', {
    problems: [404, 409, 422],
  })
  async login(
    @Query() { returnTo }: LoginQuery,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const browser = new Browser(this.settings, request, reply);
    browser.go(await this.oidc.begin(returnPath(returnTo), browser));
  }

  @Get('callback')
  @HttpCode(302)
  @Public()
  @Throttled('sign-in')
  @Answers(null, 'Where the identity provider sends the browser back to; it is signed in from here on.', {
    problems: [401, 409],
  })
  async callback(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply) {
    const browser = new Browser(this.settings, request, reply);
    browser.go(await this.oidc.finish(request.url.split('?')[1] ?? '', browser));
  }

  @Get('link/:token')
  @Public()
  @Throttled('sign-in')
  @Answers(null, 'The page of a sign-in link, whose button uses it.', {
    files: { 'text/html': '<!doctype html>…' },
    problems: [401],
  })
  async page(@Param('token') token: string, @Res({ passthrough: true }) reply: FastifyReply) {
    const { email } = await this.links.look(token);
    void reply.type('text/html; charset=utf-8').headers({
      'content-security-policy': PAGE_POLICY,
      // Without it browsers call the form's own origin "null".
      'referrer-policy': 'same-origin',
      'cache-control': 'no-store',
    });
    return linkPage(email, token);
  }

  @Post('link')
  @HttpCode(303)
  @Public()
  @Throttled('sign-in', 'token')
  @Answers(null, 'Signs the browser in as whoever the link was made for, once.', { problems: [401, 403], isForm: true })
  async link(
    @Body() { token }: LinkInput,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const browser = new Browser(this.settings, request, reply);
    browser.refuseForgery();
    await this.links.use(token, browser);
    browser.go(LANDING);
  }
}
