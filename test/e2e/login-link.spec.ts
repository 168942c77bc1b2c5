import { runCli } from '../support/cloudgov.js';
import { Browser } from '../support/browser.js';
import { Installation } from '../support/program.js';

const PATIENCE = 120_000;

let place: Installation;
beforeAll(() => void (place = new Installation()));
afterAll(() => place.remove(), PATIENCE);

const loginLink = (email: string) => runCli(place.home, ['login-link', email]);
const start = () => place.launch({ CLOUDGOV_ADMIN_TOKEN: '' });
const linkIn = (text: string) => /http:\/\/localhost:\d+\/auth\/link\/[\w-]{43}/.exec(text)?.[0];

async function signIn(link: string): Promise<Browser> {
  const { origin, pathname } = new URL(link);
  const browser = new Browser(origin);
  expect((await browser.ask(pathname)).status).toBe(200);
  expect((await browser.submit('/auth/link', { token: pathname.split('/').at(-1)! })).status).toBe(303);
  return browser;
}

it(
  'lets the owner in at the first start, and whoever is locked out from the machine of the server',
  async () => {
    const first = await start();
    const printed = linkIn(first.said());
    expect(first.said()).toContain('Sign in with a browser, once, within 15 minutes: ');
    const browser = await signIn(printed!);
    expect((await browser.script('GET', '/auth/me')).body.roles).toEqual(['admin']);

    const { code, out, err } = await loginLink('Owner@Localhost');
    expect([code, err]).toEqual([0, '']);
    const again = await signIn(linkIn(out)!);
    expect((await again.script('GET', '/auth/me')).body.email).toBe('owner@localhost');
    const { body } = await again.script('GET', '/audit?action=link.create&limit=1');
    expect(body.items[0]).toMatchObject({ actor: expect.stringMatching(/^cli:/), after: { kind: 'sign-in' } });

    const unknown = await loginLink('nobody@example.com');
    expect([unknown.code, unknown.out]).toEqual([1, '']);
    expect(unknown.err).toMatch(/Nobody has the address nobody@example\.com; the owner is owner@localhost/);

    await place.end();
    const offline = await loginLink('owner@localhost');
    expect([offline.code, offline.err]).toEqual([0, '']);
    const second = await start();
    expect(linkIn(second.said())).toBeUndefined();
    await signIn(new URL(new URL(linkIn(offline.out)!).pathname, second.url()).href);
  },
  PATIENCE,
);
