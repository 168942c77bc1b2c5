import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { AuditService } from '#audit';
import { systemCaller } from '#common';
import { Database } from '#data';
import { Settings } from '#platform';
import { Sealer } from '../../libs/audit/src/chain/sealer.js';
import { startApp, type TestApp } from '../support/app.js';
import { asOwner, sealAll, verify, writeSealed } from '../support/audit.js';
import { eventually } from '../support/program.js';

let one: TestApp;
let two: TestApp;

beforeAll(async () => {
  one = await startApp();
  two = await startApp({ databaseUrl: one.databaseUrl });
});
afterAll(async () => {
  await two.close();
  await one.close();
});

const homeOf = (test: TestApp) => test.app.get(Settings).home;
const record = (test: TestApp, page: number) =>
  test.app.get(AuditService).record(systemCaller('user:writer@example.com'), {
    action: 'page.turn',
    subject: { type: 'page', id: String(page) },
  });

const facts = async () =>
  (
    await asOwner(
      one,
      `select (select count(*)::int from audit_entry) as entries, (select count(*)::int from audit_seal) as seals,
         (select max(position)::int from audit_seal) as last, (select count(*)::int from audit_pending) as waiting`,
    )
  )[0];

it('seals what is written, by itself', async () => {
  await record(one, 1);
  await eventually(facts, ({ waiting, entries }) => entries > 0 && waiting === 0);
  expect(await verify(one)).toMatchObject({ state: 'whole', isWhole: true });
});

it('gives each entry one position, however many processes write and seal at once', async () => {
  const sealers = [one, two].map((test) => test.app.get(Sealer));
  const writing = Promise.all(
    [one, two].flatMap((test) =>
      [0, 1, 2].map(async (writer) => {
        for (let page = 0; page < 150; page++) await record(test, writer * 1_000 + page);
      }),
    ),
  );
  let isWriting = true;
  void writing.finally(() => (isWriting = false));
  const sealing = sealers.flatMap((sealer) =>
    [0, 1].map(async () => {
      while (isWriting) await sealer.seal();
    }),
  );
  await Promise.all([writing, ...sealing]);
  await sealAll(one);
  const { entries, seals, last } = await facts();
  expect([seals, last]).toEqual([entries, entries]);
  expect(entries).toBeGreaterThanOrEqual(900);
  for (const test of [one, two]) expect(await verify(test)).toMatchObject({ state: 'whole', entries });
});

it('refuses a second seal at a position that is taken', async () => {
  const sql = `insert into audit_seal select position, gen_random_uuid(), hash from audit_seal where position = 1`;
  await expect(one.app.get(Database).query(sql)).rejects.toThrow('audit_seal_pkey');
});

it('takes back the seal with all else when its transaction fails', async () => {
  const before = await facts();
  const db = one.app.get(Database);
  const writing = db.transaction(async () => {
    await record(one, 1);
    throw new Error('taken back');
  });
  await expect(writing).rejects.toThrow('taken back');
  expect(await facts()).toMatchObject({ entries: before.entries });
});

it('keeps its key to itself, and the public half beside it', () => {
  const home = homeOf(one);
  expect(statSync(join(home, 'audit.key')).mode & 0o777).toBe(0o600);
  expect(readFileSync(join(home, 'audit.pub'), 'utf8').match(/BEGIN PUBLIC KEY/g)).toHaveLength(1);
});

it('makes good a checkpoint that a crash has left out, and survives one that was cut short', async () => {
  await writeSealed(one, 1);
  const folder = join(homeOf(one), 'audit-checkpoints');
  const file = join(folder, readdirSync(folder).at(-1)!);
  const lines = readFileSync(file, 'utf8').split('\n');
  writeFileSync(file, `${lines.slice(0, -1).join('\n')}\n${lines.at(-1)!.slice(0, 40)}`);
  const three = await startApp({ databaseUrl: one.databaseUrl });
  const { last } = await facts();
  await eventually(
    () => readFileSync(file, 'utf8'),
    (text) => text.includes(`\n{"position":${last},`),
  );
  await three.close();
  expect(await verify(one)).toMatchObject({ state: 'whole' });
});

it('seals no more where the key is gone, and goes on when it is back', async () => {
  const writer = await startApp({ env: { CLOUDGOV_ROLE: 'api' } });
  await writeSealed(writer, 1);
  const file = join(homeOf(writer), 'audit.key');
  const key = readFileSync(file);
  rmSync(file);
  const other = await startApp({ databaseUrl: writer.databaseUrl, env: { CLOUDGOV_ROLE: 'api' } });
  const sealer = other.app.get(Sealer);
  await record(other, 2);
  await expect(sealer.seal()).rejects.toThrow('CLOUDGOV_HOME/audit.key is gone');
  expect(existsSync(file)).toBe(false);
  writeFileSync(file, key);
  expect(await sealer.seal()).toBe(1);
  await other.close();
  await writer.close();
});
