import { CloudError } from '#clouds';
import { Database } from '#data';
import { startApp, type TestApp } from '../support/app.js';
import type { StubCloud } from '../support/stub-cloud.mjs';
import { addStub, one, stubAccount, sync } from '../support/synced.js';

const SECRET = 'hunter2-is-no-password';

let test: TestApp;
let stub: StubCloud;

beforeAll(async () => {
  const key = Buffer.alloc(32, 7).toString('base64');
  test = await startApp({ env: { CLOUDGOV_SECRET_KEY: key } });
  stub = addStub(test, [one(1)]);
});
afterAll(() => test.close());

it('keeps a credential that nothing shows, and hands it to the connector alone', async () => {
  const id = await stubAccount(test, 'keeps', { credential: { key: SECRET, user: 'me' } });
  const shown = (await test.rest('GET', `/inventory/accounts/${id}`)).body;
  expect(shown).toMatchObject({ hasCredential: true, credentialEnv: null });
  await sync(test, { accountIds: [id] });
  expect(stub.access).toMatchObject({ externalId: 'keeps', credential: { key: SECRET, user: 'me' } });
  const rows = await test.app.get(Database).query('select * from cloud_account');
  const audit = (await test.rest('GET', '/audit?limit=500')).body;
  const jobs = (await test.rest('GET', '/jobs/runs?limit=500')).body;
  expect(JSON.stringify([shown, rows, audit, jobs])).not.toContain(SECRET);
  expect(audit.items.map(({ action }: any) => action)).toEqual(expect.arrayContaining(['secret.write', 'secret.read']));
});

it('changes and removes a credential, and forgets it with its account', async () => {
  const id = await stubAccount(test, 'changes', { credential: { key: 'old' } });
  const change = (credential: unknown) => test.rest('PATCH', `/inventory/accounts/${id}`, { credential });
  expect((await change({ key: 'new' })).body).toMatchObject({ hasCredential: true });
  await test.rest('POST', `/inventory/accounts/${id}/check`);
  expect(stub.access?.credential).toEqual({ key: 'new' });
  expect((await change(null)).body).toMatchObject({ hasCredential: false });
  await test.rest('POST', `/inventory/accounts/${id}/check`);
  expect(stub.access?.credential).toBeUndefined();
  await change({ key: 'again' });
  expect((await test.rest('DELETE', `/inventory/accounts/${id}`)).status).toBe(204);
  const left = await test.app.get(Database).query('select 1 from secret where owner_id = $1', [id]);
  expect(left).toEqual([]);
});

it('says by GraphQL too who we are and what is missing, with the policy to paste', async () => {
  const id = await stubAccount(test, 'checked');
  stub.denied = ['stub:Act'];
  const { data } = await test.graphql(
    `mutation ($id: ID!) { checkAccount(id: $id) { isComplete identity policy error permissions { action missing } } }`,
    { id },
  );
  stub.denied = [];
  expect(data.checkAccount).toEqual({
    isComplete: false,
    identity: 'stub:me',
    policy: '{"Allow": ["stub:List", "stub:Act"]}',
    error: null,
    permissions: [
      { action: 'stub:List', missing: null },
      { action: 'stub:Act', missing: 'not authorized to perform stub:Act' },
    ],
  });
});

it('says why a cloud could not be asked', async () => {
  const id = await stubAccount(test, 'shut');
  const connect = stub.connect;
  stub.connect = () => Promise.reject(new CloudError('denied', 'stub:SignIn', 'no such role'));
  const answer = await test.rest('POST', `/inventory/accounts/${id}/check`);
  expect(answer).toMatchObject({ status: 200, body: { isComplete: false, error: 'stub:SignIn: no such role' } });
  expect((await test.rest('POST', `/inventory/accounts/${id}/discover`)).status).toBe(503);
  stub.connect = connect;
});

it('finds the accounts of an organisation, and tells which are added', async () => {
  const id = await stubAccount(test, 'payer');
  const member = await stubAccount(test, 'member-1');
  stub.members = ['member-1', 'member-2'].map((externalId) => ({
    externalId,
    name: externalId,
    settings: { role: 'r' },
  }));
  const { body } = await test.rest('POST', `/inventory/accounts/${id}/discover`);
  expect(body.items).toEqual([
    { provider: 'aws', externalId: 'member-1', name: 'member-1', settings: { role: 'r' }, accountId: member },
    { provider: 'aws', externalId: 'member-2', name: 'member-2', settings: { role: 'r' }, accountId: null },
  ]);
  const headers = { authorization: `Bearer ${test.scoped({ kind: 'accounts', accounts: ['payer'] })}` };
  expect((await test.rest('POST', `/inventory/accounts/${id}/discover`, undefined, headers)).status).toBe(403);
});

it('refuses settings that the connector cannot use', async () => {
  const body = { provider: 'aws', externalId: 'bad', name: 'bad', settings: { connector: 'stub', broken: true } };
  const answer = await test.rest('POST', '/inventory/accounts', body);
  expect([answer.status, answer.body.errors]).toEqual([
    422,
    [{ field: 'settings', messages: ['broken must not be set'] }],
  ]);
});
