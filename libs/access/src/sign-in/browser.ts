import type {} from '@fastify/cookie';
import type { FastifyReply, FastifyRequest } from 'fastify';
import {
  cookieIn,
  cookieName,
  csrfTokenOf,
  isSecure,
  originOf,
  refuseElsewhere,
  SESSION_COOKIE,
  type Settings,
} from '#platform';
import type { From } from './newcomers.js';

const ATTEMPT_COOKIE = 'sign_in';
const CSRF_COOKIE = 'csrf';
const ATTEMPT_SECONDS = 600;
const LOCAL = /^http:\/\/(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/;

/** The browser at the other end of a request: what it keeps for us, and where it goes next. */
export class Browser {
  constructor(
    private readonly settings: Settings,
    private readonly request: FastifyRequest,
    private readonly reply: FastifyReply,
  ) {}

  get from(): From {
    return { requestId: this.request.id, address: this.request.ip };
  }

  /** The address that it calls us by; undefined where neither the settings say it nor is it this machine. */
  get origin(): string | undefined {
    const origin = originOf(this.settings, this.request.headers);
    const isKnown = this.settings.publicUrl !== undefined || LOCAL.test(origin);
    return isKnown ? origin : undefined;
  }

  get agent(): string | undefined {
    return this.request.headers['user-agent'];
  }

  /** The secret by which it finishes the sign-ins that it begins. */
  get attempt(): string | undefined {
    return cookieIn(this.settings, this.request.headers, ATTEMPT_COOKIE);
  }

  get session(): string | undefined {
    return cookieIn(this.settings, this.request.headers, SESSION_COOKIE);
  }

  keepAttempt(secret: string) {
    this.set(ATTEMPT_COOKIE, secret, ATTEMPT_SECONDS);
  }

  /** The token against forgery is readable for the scripts of our own pages. */
  keepSession(secret: string) {
    const seconds = this.settings.sessionHours * 3600;
    this.set(SESSION_COOKIE, secret, seconds);
    this.set(CSRF_COOKIE, csrfTokenOf(secret), seconds, false);
  }

  forget() {
    this.set(SESSION_COOKIE, '', 0);
    this.set(CSRF_COOKIE, '', 0, false);
  }

  go(to: string) {
    void this.reply.header('location', to).header('cache-control', 'no-store');
  }

  /** Throws 403 where a page of another site has sent it, which would sign the person in as somebody else. */
  refuseForgery() {
    refuseElsewhere(this.settings, this.request.headers);
  }

  private set(name: string, value: string, maxAge: number, httpOnly = true) {
    const options = { path: '/', sameSite: 'lax' as const, secure: isSecure(this.settings), httpOnly, maxAge };
    void this.reply.setCookie(cookieName(this.settings, name), value, options);
  }
}
