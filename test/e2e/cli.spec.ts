import { once } from 'node:events';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { Client } from 'pg';
import { Decimal } from '#common';
import { Bills, runCli } from '../support/cloudgov.js';
import { newDatabase, type TestDatabase } from '../support/database.js';
import { csvOf, focusFile } from '../support/focus-file.js';
import { Installation } from '../support/program.js';

const PATIENCE = 120_000;

const september = focusFile('1.2', { rows: 200, seed: 5, providers: ['AWS'] });
const sum = (column: string) => september.rows.reduce((total, row) => total.plus(row[column]!), new Decimal(0));
const shown = (amount: Decimal) => amount.toFixed(2).replace(/\B(?=(\d{3})+\.)/g, ',');

let place: Installation;
let database: TestDatabase;
let bills: Bills;

beforeAll(async () => {
  database = await newDatabase();
  place = new Installation();
  bills = new Bills();
  const { said } = await place.launch({ DATABASE_URL: database.url, CLOUDGOV_ADMIN_TOKEN: '' });
  expect(said()).toContain('answers on');
}, PATIENCE);

afterAll(async () => {
  await place.remove();
  await database.drop();
  bills.remove();
});

/** The built command line, which finds the server through its home. */
const cloudgov = (args: string[], options?: { env?: Record<string, string>; stdin?: string }) =>
  runCli(place.home, args, options);

const bill = (name: string, content: string | Buffer) => bills.write(name, content);

it('imports a file and shows what it came to, plainly where there is no terminal', async () => {
  const { code, out, err } = await cloudgov(['import', 'focus', bill('good.csv', september.csv())]);
  expect([code, err]).toEqual([0, '']);
  expect(out).toContain('✓ Imported');
  expect(out).toMatch(/FOCUS +1\.2\n/);
  expect(out).toMatch(/Rows +200 read · 200 accepted · 0 quarantined/);
  expect(out).toMatch(/Conformance +100 of 100/);
  const line = `2026-09 +aws +\\d+ +USD +${shown(sum('BilledCost'))} +${shown(sum('EffectiveCost'))}\n`;
  expect(out).toMatch(new RegExp(line));
  expect(out).not.toMatch(/\x1b/);
});

it('prints JSON alone with --json, and takes several files as one delivery', async () => {
  const [half, rest] = [september.rows.slice(0, 90), september.rows.slice(90)];
  const one = bill('one.csv', csvOf(september.header, half));
  const two = bill('two.csv.gz', gzipSync(csvOf(september.header, rest)));
  const { code, out, err } = await cloudgov(['import', 'focus', one, two, '--source', 'pair', '--json']);
  expect([code, err]).toEqual([0, '']);
  const found = JSON.parse(out);
  expect(found).toMatchObject({ state: 'done', names: ['one.csv', 'two.csv.gz'], source: 'pair', rowsAccepted: 200 });
});

it('takes what a folder holds, and only what its manifest lists', async () => {
  const delivery = join(bills.folder, 'export');
  mkdirSync(join(delivery, 'metadata'), { recursive: true });
  mkdirSync(join(delivery, 'data'));
  writeFileSync(join(delivery, 'data/new.csv'), september.csv());
  writeFileSync(join(delivery, 'data/README.txt'), 'no bill');
  mkdirSync(join(delivery, '.spool'));
  writeFileSync(join(delivery, '.spool/half.csv'), 'what a server keeps for itself');
  symlinkSync(join(delivery, 'gone.csv'), join(delivery, 'data/link.csv'));
  const all = await cloudgov(['import', 'focus', delivery, '--source', 'folder', '--json']);
  expect(JSON.parse(all.out)).toMatchObject({ state: 'done', names: ['new.csv'] });

  const manifest = join(delivery, 'metadata/Manifest.json');
  writeFileSync(join(delivery, 'data/old.csv'), 'an earlier export');
  writeFileSync(manifest, JSON.stringify({ dataFiles: ['s3://bucket/export/data/new.csv'] }));
  const listed = await cloudgov(['import', 'focus', manifest, '--source', 'folder', '--json']);
  expect(JSON.parse(listed.out)).toMatchObject({ state: 'done', names: ['new.csv'], isUnchanged: true });
});

it('reads standard input', async () => {
  const args = ['import', 'focus', '-', '--source', 'pipe', '--json'];
  const { code, out } = await cloudgov(args, { stdin: september.csv() });
  expect([code, JSON.parse(out)]).toMatchObject([0, { state: 'done', rowsAccepted: 200 }]);
});

it('takes a name in the import folder of the server, and says where it has looked for any other', async () => {
  mkdirSync(join(place.home, 'imports'));
  writeFileSync(join(place.home, 'imports/laid.csv'), september.csv());
  const { out } = await cloudgov(['import', 'focus', 'laid.csv', '--source', 'laid', '--json']);
  expect(JSON.parse(out)).toMatchObject({ state: 'done', names: ['laid.csv'] });
  const { code, err } = await cloudgov(['import', 'focus', 'lost.csv', '--source', 'laid']);
  expect(code).toBe(1);
  expect(err).toMatch(/^error: There is nothing at lost\.csv, here or in the import folder of the server\.\nNext: /);
});

it('says what was expected and what was found where a file is refused', async () => {
  const { code, out, err } = await cloudgov(['import', 'focus', bill('people.csv', 'name,age\nAnn,41\n')]);
  expect(code).toBe(1);
  expect(out).toContain('✗ Refused');
  expect(err).toMatch(/^error: .*BilledCost.* Found: name, age\.\nNext: /);
  expect(err).not.toMatch(/^\s+at /m);
});

it('shows the rows that could not be read, and takes a held bill only with --force', async () => {
  const rows = september.rows.map((row, at) => (at % 20 === 3 ? { ...row, BilledCost: 'twelve' } : row));
  const file = bill('bad.csv', csvOf(september.header, rows));
  const held = await cloudgov(['import', 'focus', file, '--source', 'bad']);
  expect(held.code).toBe(1);
  expect(held.out).toContain('! Held back');
  expect(held.out).toMatch(/10 rows could not be read; the first 5:\n {2}bad\.csv:5 +BilledCost +.*twelve/);
  expect(held.err).toMatch(/^error: 10 of 200 rows .*\nNext: .*--force/);
  const forced = await cloudgov(['import', 'focus', file, '--source', 'bad', '--force']);
  expect([forced.code, forced.err]).toEqual([0, '']);
  expect(forced.out).toContain('190 accepted · 10 quarantined');
});

it('ends as soon as the server has the files with --no-wait', async () => {
  const { code, err } = await cloudgov(['import', 'focus', bill('soon.csv', september.csv()), '--no-wait']);
  expect(code).toBe(0);
  expect(err).toMatch(/curl -H .*\/cost\/imports\/[0-9a-f-]{36}\n$|^$/);
});

it.each([
  [['import', 'focus', '--forse', 'x.csv'], "unknown option '--forse'"],
  [['import', 'focus'], "missing required argument 'path'"],
  [['import', 'focus', 's3://bucket/a', 'b.csv'], 'name it alone'],
  [['import', 'focus', 'x.csv', '--force', '--no-wait'], 'leave --no-wait away'],
  [['import', 'bills'], 'it has: focus'],
  [['shema'], "unknown command 'shema'"],
  [[], 'Usage: cloudgov <command>'],
])('ends with 2 where it is used wrongly: %j', async (args, sentence) => {
  const { code, out, err } = await cloudgov(args);
  expect([code, out]).toEqual([2, '']);
  expect(err).toContain(sentence);
});

it.each([
  ['no server', { CLOUDGOV_URL: 'http://localhost:9' }, /No CloudGov answers on http:\/\/localhost:9 \(.*\)\.\nNext: /],
  [
    'a foreign token',
    { CLOUDGOV_TOKEN: 'of-someone-else-entirely' },
    /does not know the token of CLOUDGOV_TOKEN\.\nNext: /,
  ],
])('ends with 1 and the next step: %s', async (_name, env, sentence) => {
  const { code, out, err } = await cloudgov(['import', 'focus', bill('x.csv', september.csv())], { env });
  expect([code, out]).toEqual([1, '']);
  expect(err).toMatch(sentence);
});

it('finds nothing wrong with a working installation', async () => {
  const { code, out } = await cloudgov(['doctor'], { env: { DATABASE_URL: database.url } });
  expect(out.split('\n').map((line) => line.slice(0, 12).trim())).toEqual(
    ['Node.js', 'Settings', 'Home', 'Database', 'Roles', 'Migrations', 'Secrets', 'API', 'Health', 'Token', 'Clouds']
      .map((what) => `✓ ${what}`)
      .concat(['', 'Nothing is w', '']),
  );
  expect(code).toBe(0);
});

it('says of each thing that is wrong how to mend it', async () => {
  const other = createServer((_request, reply) => reply.end('hello')).listen(0, '127.0.0.1');
  await once(other, 'listening');
  const url = `http://127.0.0.1:${(other.address() as AddressInfo).port}`;
  const { code, out, err } = await cloudgov(['doctor'], {
    env: { DATABASE_URL: 'postgresql://nobody@127.0.0.1:9/none', CLOUDGOV_URL: url },
  });
  other.close();
  const wrong = [...out.matchAll(/✗ (\w+) +(.*)\n +→ .+\n/g)].map(([, what, found]) => [what, found]);
  expect(wrong).toEqual([
    ['Database', expect.stringContaining('ECONNREFUSED')],
    ['API', `what answers on ${url} is not CloudGov`],
  ]);
  expect([code, err]).toEqual([1, expect.stringContaining('2 things to mend')]);
  const settings = await cloudgov(['doctor'], { env: { PORT: 'high' } });
  expect(settings.out).toMatch(/✗ Settings +PORT must be a whole number/);
});

it('names the value that the server does not take, though the file is on its way', async () => {
  const { code, out, err } = await cloudgov(['import', 'focus', bill('x.csv', september.csv()), '--source', '???']);
  expect([code, out]).toEqual([1, '']);
  expect(err).toMatch(/^error: Some values cannot be used: source must begin with a letter or digit.*\.\n$/);
});

it('removes the demo estate, also where there is none', async () => {
  const { code, out } = await cloudgov(['demo', 'remove']);
  expect([code, out]).toEqual([0, '✓ The demo estate is removed.\n']);
});

it('migrates a database, and says so where there is nothing to do', async () => {
  const { code, out } = await cloudgov(['migrate'], { env: { DATABASE_URL: database.url } });
  expect([code, out]).toEqual([0, '✓ Nothing to migrate.\n']);
  const lost = await cloudgov(['migrate'], { env: { DATABASE_URL: 'postgresql://nobody@127.0.0.1:9/none' } });
  expect([lost.code, lost.out]).toEqual([1, '']);
  expect(lost.err).toMatch(/^error: The database could not be migrated: .*\nNext: /);
});

it('prints the schema, the OpenAPI document and help without a server', async () => {
  const schema = await cloudgov(['schema']);
  expect([schema.code, schema.out]).toEqual([0, expect.stringContaining('type Query {')]);
  const openapi = await cloudgov(['openapi']);
  expect([openapi.code, JSON.parse(openapi.out).paths['/cost/imports']]).toMatchObject([0, { post: {} }]);
  const help = await cloudgov(['--help'], { env: { CLOUDGOV_HOME: '/nowhere' } });
  expect([help.code, help.out]).toEqual([0, expect.stringContaining('Usage: cloudgov <command>')]);
});

it('verifies the audit record, and fails where it is not whole', async () => {
  const { code, out } = await cloudgov(['audit', 'verify']);
  expect(out).toMatch(/✓ The audit record is whole: \d+ entr(y|ies), \d+ signatures?, \d+ checkpoints?/);
  expect(code).toBe(0);
  const owner = new Client({ connectionString: database.url });
  await owner.connect();
  await owner.query('set session_replication_role = replica');
  await owner.query(
    `update audit_entry set actor = 'user:other' where id = (select entry_id from audit_seal where position = 1)`,
  );
  await owner.end();
  const told = await cloudgov(['audit', 'verify']);
  expect([told.code, told.err]).toEqual([1, expect.stringContaining('The audit record is altered: 1 fault.')]);
  expect(told.out).toMatch(/✗ altered: position 1 entry [0-9a-f-]{36} of \S+ – The entry or its seal/);
  const json = await cloudgov(['audit', 'verify', '--json']);
  expect([json.code, JSON.parse(json.out)]).toEqual([1, expect.objectContaining({ isWhole: false, state: 'altered' })]);
});
