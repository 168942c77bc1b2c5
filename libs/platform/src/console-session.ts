import { createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { fastifyCookie } from '@fastify/cookie';
import { DomainError } from '#common';
import type { Settings } from './settings.js';

type Address = Pick<Settings, 'publicUrl'>;

export const SESSION_COOKIE = 'session';

/** The address of this installation as a browser says it: as it is set, else as the request was addressed. */
export const originOf = ({ publicUrl }: Address, { host = '' }: IncomingHttpHeaders) => publicUrl ?? `http://${host}`;

/** Cookies that only HTTPS carries, where browsers reach this by HTTPS. */
export const isSecure = ({ publicUrl }: Address) => publicUrl?.startsWith('https:') ?? false;

/** A browser takes a cookie of the name `__Host-…` from this very host and by HTTPS alone. */
export const cookieName = (settings: Address, name: string) => `${isSecure(settings) ? '__Host-' : ''}cloudgov_${name}`;

export function cookieIn(settings: Address, headers: IncomingHttpHeaders, name: string): string | undefined {
  return headers.cookie === undefined
    ? undefined
    : fastifyCookie.parse(headers.cookie)[cookieName(settings, name)] || undefined;
}

/** What only pages of our own can know of a session: other sites make browsers send its cookie, but cannot read it. */
export const csrfTokenOf = (session: string) =>
  createHmac('sha256', session).update('cloudgov csrf').digest('base64url');

function isEqual(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}

/** Whether the browser says that a page of our own asks, or the person by themselves. */
function isFromHere(settings: Address, headers: IncomingHttpHeaders): boolean {
  const site = headers['sec-fetch-site'];
  return site === 'same-origin' || site === 'none' || headers.origin === originOf(settings, headers);
}

/** Whether a browser says that a page of another site asks; other programs say nothing of the kind. */
const isFromElsewhere = (settings: Address, headers: IncomingHttpHeaders) =>
  (headers.origin ?? headers['sec-fetch-site']) !== undefined && !isFromHere(settings, headers);

/** Throws 403 where a page of another site has made the browser ask, be it by a link. */
export function refuseElsewhere(settings: Address, headers: IncomingHttpHeaders): void {
  if (isFromElsewhere(settings, headers))
    throw new DomainError('FORBIDDEN', 'A page of another site asks for this; open it from this address.');
}

/** Throws 403 where a cookie may have been sent by a page that is not our own. */
export function refuseForgery(settings: Address, headers: IncomingHttpHeaders, session: string): void {
  const given = headers['x-csrf-token'];
  if (typeof given === 'string' && isEqual(given, csrfTokenOf(session)) && isFromHere(settings, headers)) return;
  throw new DomainError(
    'FORBIDDEN',
    'A browser session changes things from pages of this address only, and with the header x-csrf-token (GET /auth/me tells it).',
  );
}
