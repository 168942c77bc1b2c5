import { runCli } from '../support/cloudgov.js';
import { newDatabase, type TestDatabase } from '../support/database.js';
import { Installation } from '../support/program.js';

let place: Installation;
let database: TestDatabase;

beforeAll(async () => {
  database = await newDatabase();
  place = new Installation();
  await place.launch({ DATABASE_URL: database.url, CLOUDGOV_ADMIN_TOKEN: '' });
}, 120_000);
afterAll(async () => {
  await place.remove();
  await database.drop();
});

const cloudgov = (...args: string[]) => runCli(place.home, args);
const list = async (token: string) => runCli(place.home, ['token', 'list'], { env: { CLOUDGOV_TOKEN: token } });

it('makes, lists and revokes machine tokens', async () => {
  const made = await cloudgov('token', 'create', 'deploy', '--role', 'security', '--expires', '2099-01-31');
  const token = made.out.trim();
  expect([made.code, token]).toEqual([0, expect.stringMatching(/^cgv_[0-9A-Za-z]{49}$/)]);
  expect(made.err).toContain('The token deploy is made.');
  const listed = await list(token);
  expect([listed.code, listed.out]).toEqual([
    0,
    expect.stringMatching(/deploy +…\w{4} +security +everything +\S+ +2099-01-31/),
  ]);
  expect(listed.out).not.toContain(token);
  const revoked = await cloudgov('token', 'revoke', 'deploy');
  expect([revoked.code, revoked.out]).toEqual([0, '✓ The token deploy is revoked.\n']);
  expect((await list(token)).code).toBe(1);
  expect((await cloudgov('token', 'revoke', 'deploy')).err).toContain('There is no token deploy in use.');
}, 120_000);

it('binds a token to accounts or to a tag, and says what is missing', async () => {
  const args = ['token', 'create', 'narrow', '--role', 'viewer', '--role', 'finops', '--tag', 'team=a,b', '--json'];
  const { grants } = JSON.parse((await cloudgov(...args)).out);
  const scope = { tag: { key: 'team', values: ['a', 'b'] } };
  expect(grants).toEqual([
    expect.objectContaining({ role: 'viewer', scope }),
    expect.objectContaining({ role: 'finops' }),
  ]);
  const bare = await cloudgov('token', 'create', 'bare');
  expect([bare.code, bare.err]).toEqual([2, expect.stringContaining('A token needs a role.')]);
  const wrong = await cloudgov('token', 'create', 'wrong', '--role', 'viewer', '--expires', 'soon');
  expect([wrong.code, wrong.err]).toEqual([2, expect.stringContaining('--expires takes a day')]);
  const both = await cloudgov('token', 'create', 'both', '--role', 'viewer', '--account', '1', '--tag', 'a=b');
  expect(both.code).toBe(2);
}, 120_000);
