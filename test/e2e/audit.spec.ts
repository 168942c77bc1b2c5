import { startApp, type TestApp } from '../support/app.js';
import { bearer, expectProblem } from '../support/contract.js';

let test: TestApp;
let account: any;

beforeAll(async () => {
  test = await startApp();
  const input = { provider: 'aws', externalId: 'a-1', name: '=cmd()' };
  account = (await test.rest('POST', '/inventory/accounts', input, { 'x-request-id': 'request-1' })).body;
  await test.rest('PATCH', `/inventory/accounts/${account.id}`, { name: 'renamed' }, { 'x-request-id': 'request-2' });
});
afterAll(() => test.close());

const list = async (query: string) => (await test.rest('GET', `/audit?${query}`)).body.items;

it('finds entries by actor, action, subject, request and time', async () => {
  const subject = `subjectType=account&subjectId=${account.id}`;
  const entries = await list(subject);
  expect(entries.map(({ action }: any) => action)).toEqual(['account.update', 'account.create']);
  const [updated, created] = entries;
  expect(await list('requestId=request-1')).toEqual([created]);
  expect(await list(`${subject}&action=account.update&actor=token:test`)).toEqual([updated]);
  expect(await list(`${subject}&actor=user:nobody`)).toEqual([]);
  expect(await list(`${subject}&to=${updated.at}`)).toEqual([created]);
  expect(await list(`${subject}&from=${updated.at}`)).toEqual([updated]);
  expect(await list(`${subject}&from=2020-01-01&to=2020-01-02`)).toEqual([]);
  expectProblem(await test.rest('GET', '/audit?from=yesterday'), 422, 'INVALID');
});

it('documents a step by hand, on a subject or on a text', async () => {
  const told = { subject: { type: 'account', id: account.id }, note: 'Looked at the bill.' };
  const { status, body } = await test.rest('POST', '/audit', told);
  expect([status, body]).toEqual([201, expect.objectContaining({ action: 'audit.note', note: told.note })]);
  const plain = await test.rest('POST', '/audit', { subject: 'the quarterly review', note: 'Done.' });
  expect(plain.body).toMatchObject({ subjectType: 'note', subjectId: 'the quarterly review', actor: 'token:test' });
  const { data } = await test.graphql(
    `mutation($input: AuditNoteInput!) { addAuditNote(input: $input) { subjectType subjectId note } }`,
    { input: { subject: { id: 'by GraphQL' }, note: 'As well.' } },
  );
  expect(data.addAuditNote).toEqual({ subjectType: 'note', subjectId: 'by GraphQL', note: 'As well.' });
  for (const bad of [
    { note: 'x' },
    { subject: '', note: 'x' },
    { subject: { type: 'a' }, note: 'x' },
    { subject: 'x' },
  ])
    expectProblem(await test.rest('POST', '/audit', bad), 422, 'INVALID');
  const reader = bearer(test.scoped({ kind: 'all' }, new Set(['audit:read'])));
  expectProblem(await test.rest('POST', '/audit', told, reader), 403, 'FORBIDDEN');
});

it('exports what a search finds, and records that it did', async () => {
  const query = `subjectType=account&subjectId=${account.id}&action=account.create`;
  const ndjson = await test.rest('GET', `/audit/export?${query}`);
  expect([ndjson.status, ndjson.type]).toEqual([200, 'application/x-ndjson; charset=utf-8']);
  const lines = ndjson.body.trim().split('\n');
  expect(lines.map((line: string) => JSON.parse(line))).toEqual(await list(query));
  const { body: all } = await test.rest('GET', '/audit/export?format=csv&actor=token:test');
  const [head, ...rows] = all.trim().split('\r\n');
  expect(head).toBe('id,at,actor,actorId,action,subjectType,subjectId,before,after,note,requestId,address');
  expect(rows.length).toBeGreaterThanOrEqual(3);
  expect((await list('action=audit.export'))[0]).toMatchObject({ subjectId: 'csv', actor: 'token:test' });
  expect((await test.rest('GET', '/audit/export?from=2001-01-01&to=2001-01-02')).body).toBe('');
});

it('disarms formulas in CSV', async () => {
  await test.rest('POST', '/audit', { subject: '=HYPERLINK("http://x")', note: '@SUM(A1)' });
  const { body } = await test.rest('GET', '/audit/export?format=csv&action=audit.note');
  expect(body).toContain(`"'=HYPERLINK(""http://x"")"`);
  expect(body).toContain(`,'@SUM(A1),`);
});

it('shows a narrower scope its own entries alone, in files too, and verifies nothing for it', async () => {
  const narrow = bearer(test.scoped({ kind: 'accounts', accounts: ['1'] }));
  const { body } = await test.rest('GET', '/audit/export', undefined, narrow);
  expect(
    body
      .trim()
      .split('\n')
      .map((line: string) => JSON.parse(line).action),
  ).toEqual(['audit.export']);
  expectProblem(await test.rest('GET', '/audit/verify', undefined, narrow), 403, 'FORBIDDEN');
});

it('verifies the record, by either face', async () => {
  const { status, body, headers } = await test.rest('GET', '/audit/verify?wait=30');
  expect([status, headers.get('location')]).toEqual([200, `/jobs/runs/${body.runId}`]);
  expect(body).toMatchObject({ isEnded: true, isWhole: true, state: 'whole', faultCount: 0, faults: [] });
  const { data } = await test.graphql(
    '{ auditVerification(wait: 30) { isWhole state entries lastHash unsealed { count isOverdue } faults { kind } } }',
  );
  expect(data.auditVerification).toMatchObject({ isWhole: true, state: 'whole', unsealed: { isOverdue: false } });
  const later = await test.rest('GET', '/audit/verify');
  expect([200, 202]).toContain(later.status);
});

it('hangs the history on whatever has one', async () => {
  const thresholds = [{ percent: 80, basis: 'actual' }];
  const budget = { name: 'b', limit: '1', currency: 'USD', period: 'monthly', thresholds };
  await test.rest('POST', '/budgets', budget);
  await test.rest('POST', '/jobs/platform.tidy/run?wait=30');
  await test.rest('POST', '/roles', { name: 'auditor', permissions: ['audit:read'] });
  const { data } = await test.graphql(`{
    budgets { nodes { auditEntries { action subjectType } } }
    accounts { nodes { auditEntries { action } } }
    roles { nodes { auditEntries { action } } }
    jobRuns(job: "platform.tidy") { nodes { auditEntries { action after } } }
  }`);
  expect(data.budgets.nodes[0].auditEntries).toEqual([{ action: 'budget.create', subjectType: 'budget' }]);
  expect(data.accounts.nodes[0].auditEntries.map(({ action }: any) => action)).toContain('account.update');
  expect(data.roles.nodes.find(({ auditEntries }: any) => auditEntries.length).auditEntries).toEqual([
    { action: 'role.create' },
  ]);
  const [run, started] = data.jobRuns.nodes[0].auditEntries;
  expect([run.action, started.action]).toEqual(['job.run', 'job.start']);
  expect(run.after.result).toMatchObject({ runs: expect.any(Number), idempotencyKeys: expect.any(Number) });
  const blind = test.scoped({ kind: 'all' }, new Set(['budgets:read']));
  const { errors } = await test.graphql('{ budgets { nodes { auditEntries { action } } } }', {}, blind);
  expect(errors[0].extensions.code).toBe('FORBIDDEN');
});
