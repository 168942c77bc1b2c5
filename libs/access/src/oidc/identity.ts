import { EMAIL } from '../people/email.js';

/** Whom an identity provider vouches for; `issuer` and `subject` together mean one person for ever. */
export interface Identity {
  issuer: string;
  subject: string;
  /** In lower case. */
  email: string;
  isEmailVerified: boolean;
  name: string | null;
  groups: string[];
}

const MOST_GROUPS = 500;
const MOST_NAME = 200;
const MOST_GROUP = 400;

/** One group may come as a text, and some providers put blanks or slashes into names; they are kept as they are. */
function groupsOf(claim: unknown): string[] {
  const words = [claim].flat().filter((each): each is string => typeof each === 'string' && each !== '');
  return [...new Set(words)]
    .filter(({ length }) => length <= MOST_GROUP)
    .sort()
    .slice(0, MOST_GROUPS);
}

function nameOf(claim: unknown): string | null {
  const name = typeof claim === 'string' ? claim.replace(/\p{C}/gu, '').trim().slice(0, MOST_NAME) : '';
  return name || null;
}

/** The person whom claims tell of; undefined where they hold no e-mail address. */
export function identityOf(
  { issuer, subject }: Pick<Identity, 'issuer' | 'subject'>,
  claims: Readonly<Record<string, unknown>>,
  groupsClaim: string,
): Identity | undefined {
  const { email, email_verified: verified, name } = claims;
  if (typeof email !== 'string' || !EMAIL.test(email)) return undefined;
  return {
    issuer,
    subject,
    email: email.toLowerCase(),
    // Some providers say it as a text.
    isEmailVerified: verified === true || verified === 'true',
    name: nameOf(name),
    groups: groupsOf(claims[groupsClaim]),
  };
}
