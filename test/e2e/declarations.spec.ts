import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AuditService } from '#audit';
import { systemCaller } from '#common';
import { Declarations } from '#platform';
import { startApp, type TestApp } from '../support/app.js';

const folder = mkdtempSync(join(tmpdir(), 'cloudgov-declared-'));
const file = join(folder, 'cloudgov.yaml');
const one = (name = 'One') =>
  `accounts: [{ provider: aws, externalId: '001', name: ${name}, settings: { b: 1, a: 2 } }]`;

let test: TestApp;
const declare = (text: string) => writeFileSync(file, text);
const start = (databaseUrl?: string) => startApp({ env: { CLOUDGOV_CONFIG: file }, databaseUrl });
const accounts = async () => (await test.rest('GET', '/inventory/accounts')).body.items;

/** Waits, because a signal is answered by nothing. Jest keeps real signals from its sandbox: see declarations-signal.spec.ts. */
async function eventually(isSo: () => Promise<boolean>) {
  for (let tries = 0; tries < 100 && !(await isSo()); tries++) await new Promise((done) => setTimeout(done, 50));
  expect(await isSo()).toBe(true);
}

beforeAll(async () => {
  declare(one());
  test = await start();
});
afterAll(async () => {
  await test.close();
  rmSync(folder, { recursive: true });
});

it('declares accounts at start, read-only, on the record of the actor config', async () => {
  const [account] = await accounts();
  expect(account).toMatchObject({ externalId: '001', name: 'One', origin: 'config', declaredIn: 'cloudgov.yaml' });
  const path = `/inventory/accounts/${account.id}`;
  for (const method of ['PATCH', 'DELETE'] as const)
    expect(await test.rest(method, path, method === 'PATCH' ? { name: 'x' } : undefined)).toMatchObject({
      status: 409,
      body: { detail: expect.stringContaining('cloudgov.yaml'), declaredIn: 'cloudgov.yaml' },
    });
  const { items } = await test.app.get(AuditService).list(systemCaller('t'), { actor: 'config' }, {});
  expect(items).toMatchObject([{ action: 'account.create', after: { name: 'One' } }]);
});

it('writes nothing for the same file, changes on SIGHUP, and releases what is taken out', async () => {
  await test.app.get(Declarations).reload();
  expect((await accounts())[0].version).toBe(1);
  declare(one('Uno'));
  process.emit('SIGHUP');
  await eventually(async () => (await accounts())[0].name === 'Uno');
  declare('');
  process.emit('SIGHUP');
  await eventually(async () => (await accounts())[0].declaredIn === null);
  const [account] = await accounts();
  expect((await test.rest('PATCH', `/inventory/accounts/${account.id}`, { name: 'Mine' })).status).toBe(200);
  declare(one('Again'));
  await test.app.get(Declarations).reload();
  expect((await accounts())[0]).toMatchObject({ name: 'Again', declaredIn: 'cloudgov.yaml', origin: 'config' });
  const { items } = await test.app.get(AuditService).list(systemCaller('t'), { actor: 'config' }, { sort: 'at' });
  expect(items.map(({ action }) => action)).toEqual([
    'account.create',
    'account.declare',
    'account.release',
    'account.declare',
  ]);
});

it('keeps what was when the file has turned bad', async () => {
  const before = await accounts();
  declare('accounts: [{}]');
  await test.app.get(Declarations).reload();
  expect(await accounts()).toEqual(before);
});

const ALIASES = `a: &a [x, x, x, x, x, x, x, x, x]
b: &b [*a, *a, *a, *a, *a, *a, *a, *a, *a]
c: &c [*b, *b, *b, *b, *b, *b, *b, *b, *b]
d: &d [*c, *c, *c, *c, *c, *c, *c, *c, *c]`;

it.each([
  ['accounts: [{ provider: aws', /line 1/],
  ['accounts: []\naccounts: []', /unique/],
  ['accounts: !!js/function "x"', /tag/],
  ['- a', /sections/],
  ['channels: []\ncolours: 1', /channels: no such section[\s\S]*colours: no such section/],
  ['accounts: 7', /accounts must be a list/],
  ['accounts: [7]', /accounts\[0\] must be an object/],
  [
    'accounts: [{ provider: aws, externalId: 012, name: n, colour: blue }, { provider: oci, externalId: a, name: n }]',
    /accounts\[0\]\.externalId: .*quotes[\s\S]*accounts\[1\]\.provider: /,
  ],
  ['accounts: [{ provider: aws, externalId: a, name: n, credential: k }]', /accounts\[0\]\.credential/],
  [`accounts:\n${'  - { provider: aws, externalId: a, name: n }\n'.repeat(2)}`, /accounts\[1\] declares aws a again/],
  ['x'.repeat(1024 * 1024 + 1), /larger than 1 MiB/],
  [ALIASES, /alias/i],
])('does not start with %#', async (text, fault) => {
  declare(text);
  await expect(start(test.databaseUrl)).rejects.toThrow(fault);
});

it('does not start without the file that it was told of', async () => {
  rmSync(file);
  await expect(start(test.databaseUrl)).rejects.toThrow(/ENOENT/);
});

it('binds roles to groups, which only the file takes away again', async () => {
  const bindings = async () => (await test.rest('GET', '/access/bindings?principalType=group')).body.items;
  declare(
    `access: [{ group: payments, role: viewer, scope: { tag: { key: team, values: [b, a] } } }, { group: ops, role: operator }]`,
  );
  await test.app.get(Declarations).reload();
  const [first, second] = (await bindings()).sort((a: any, b: any) => (a.principalId < b.principalId ? -1 : 1));
  expect(first).toMatchObject({ principalId: 'ops', role: 'operator', scope: { all: true }, grantedBy: 'config' });
  expect(second).toMatchObject({ principalId: 'payments', declaredIn: 'cloudgov.yaml' });
  expect((await test.rest('DELETE', `/access/bindings/${first.id}`)).body).toMatchObject({ status: 409 });
  declare(`access: [{ group: payments, role: viewer, scope: { tag: { key: team, values: [a, b] } } }]`);
  await test.app.get(Declarations).reload();
  expect((await bindings()).map(({ id }: any) => id)).toEqual([second.id]);
  declare('access: [{ group: payments, role: king }]');
  await test.app.get(Declarations).reload();
  expect(await bindings()).toHaveLength(1);
  const { items } = await test.app.get(AuditService).list(systemCaller('t'), { subjectType: 'binding' }, {});
  expect(items.map(({ action }) => action)).toEqual(['binding.delete', 'binding.create', 'binding.create']);
});
