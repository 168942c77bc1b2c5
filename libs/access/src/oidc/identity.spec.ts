import { identityOf } from './identity.js';

const who = { issuer: 'https://id.example.com', subject: 's-1' };
const read = (claims: Record<string, unknown>) => identityOf(who, claims, 'groups');

it('reads what a provider tells, the address in lower case', () => {
  const claims = { email: 'Ann@Example.com', email_verified: true, name: ' Ann ', groups: ['b', 'a', 'b', '', 7] };
  expect(read(claims)).toEqual({
    ...who,
    email: 'ann@example.com',
    isEmailVerified: true,
    name: 'Ann',
    groups: ['a', 'b'],
  });
});

it.each([
  [true, true],
  ['true', true],
  [false, false],
  ['false', false],
  [1, false],
  [undefined, false],
])('takes email_verified %j for %s', (email_verified, isVerified) => {
  expect(read({ email: 'a@b.c', email_verified })?.isEmailVerified).toBe(isVerified);
});

it.each([undefined, 7, '', 'nobody', 'a@b c', 'a@\u0000b', `${'x'.repeat(300)}@b.c`])(
  'finds nobody by the address %j',
  (email) => expect(read({ email, email_verified: true })).toBeUndefined(),
);

it.each([
  [undefined, []],
  ['one', ['one']],
  [{ a: 1 }, []],
  [['x'.repeat(401), 'ok'], ['ok']],
])('reads groups %j as %j', (groups, expected) => {
  expect(read({ email: 'a@b.c', groups })?.groups).toEqual(expected);
});

it('reads groups of another claim, and bounds their number', () => {
  const roles = Array.from({ length: 600 }, (_, at) => `group ${at}`);
  expect(identityOf(who, { email: 'a@b.c', 'https://x/roles': roles }, 'https://x/roles')?.groups).toHaveLength(500);
});
