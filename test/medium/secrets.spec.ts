import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemCaller } from '#common';
import { AuditService } from '#audit';
import { Database } from '#data';
import { Keyring, Rotation, Secret, Secrets, Settings } from '#platform';
import { startApp, type TestApp } from '../support/app.js';
import { asOwner, newDatabase, type TestDatabase } from '../support/database.js';

const caller = systemCaller('token:secrets');
const ref = (ownerId: string, name = 'credential') => ({ ownerType: 'account', ownerId, name });
const base64 = () => randomBytes(32).toString('base64');

let home: string;
let database: TestDatabase;
const open: TestApp[] = [];

beforeEach(async () => {
  home = mkdtempSync(join(tmpdir(), 'cloudgov-keys-'));
  database = await newDatabase();
});
afterEach(async () => {
  for (const app of open.splice(0)) await app.close();
  await database.drop();
  rmSync(home, { recursive: true });
});

/** A process of the installation; several may run at once. */
async function start(env: NodeJS.ProcessEnv = {}) {
  const test = await startApp({ databaseUrl: database.url, env: { CLOUDGOV_HOME: home, ...env } });
  open.push(test);
  const [secrets, db] = [test.app.get(Secrets), test.app.get(Database)];
  return {
    test,
    secrets,
    db,
    put: (id: string, text: string) => secrets.put(caller, ref(id), new Secret(text)),
    get: async (id: string) => (await secrets.get(caller, ref(id), 'to look'))?.reveal(),
    keys: async () =>
      (await db.query<{ id: string }>('select distinct key_id as id from secret')).map(({ id }) => id).sort(),
    rotate: (more: NodeJS.ProcessEnv = env) =>
      new Rotation({ db, keyring: new Keyring(new Settings({ CLOUDGOV_HOME: home, ...more })) }).run(),
  };
}

const keyFile = () => join(home, 'secret.key');

it('keeps what it was given, one for each name, and no word of it in the tables', async () => {
  const { put, get, db, secrets } = await start();
  await put('1', 'hunter2hunter2');
  await put('1', 'correct horse');
  await secrets.put(caller, ref('1', 'url'), new Secret('https://hooks.test/T0'));
  expect([await get('1'), await get('2')]).toEqual(['correct horse', undefined]);
  expect(await secrets.names(ref('1'))).toEqual(['credential', 'url']);
  const dump = JSON.stringify([
    await db.query("select *, encode(ciphertext, 'escape') from secret"),
    await db.query('select * from audit_entry'),
  ]);
  expect(dump).not.toMatch(/hunter2|correct horse|hooks\.test/);
  await secrets.delete(caller, ref('1'));
  expect(await secrets.names(ref('1'))).toEqual(['url']);
  await secrets.delete(caller, { ownerType: 'account', ownerId: '1' });
  expect(await secrets.names(ref('1'))).toEqual([]);
});

it('records who stored, read and deleted it, and why', async () => {
  const { put, get, secrets, test } = await start();
  await put('1', 'x');
  await get('1');
  await secrets.delete(caller, ref('1'));
  const { items } = await test.app.get(AuditService).list(caller, { subjectType: 'account', subjectId: '1' }, {});
  expect(items.map(({ actor, action, after, note }) => [actor, action, after, note]).reverse()).toEqual([
    ['token:secrets', 'secret.write', { name: 'credential' }, null],
    ['token:secrets', 'secret.read', { name: 'credential' }, 'to look'],
    ['token:secrets', 'secret.delete', { name: 'credential' }, null],
  ]);
});

it('stands or falls with the transaction of whoever stores it', async () => {
  const { put, get, db } = await start();
  const failing = db.transaction(async () => {
    await put('1', 'x');
    throw new Error('boom');
  });
  await expect(failing).rejects.toThrow('boom');
  expect(await get('1')).toBeUndefined();
});

it('makes a key for its own eyes when the first secret comes, and all processes find it', async () => {
  const [one, other] = [await start(), await start()];
  expect(() => statSync(keyFile())).toThrow('ENOENT');
  await Promise.all([one.put('1', 'a'), other.put('2', 'b'), one.put('3', 'c'), other.put('4', 'd')]);
  expect(statSync(keyFile()).mode & 0o777).toBe(0o600);
  expect(await Promise.all(['1', '2', '3', '4'].map((id) => other.get(id)))).toEqual(['a', 'b', 'c', 'd']);
  expect(await one.keys()).toHaveLength(1);
});

it('refuses rows that were swapped, moved or altered', async () => {
  const { put, get, db } = await start();
  for (const id of ['1', '2']) await put(id, `secret ${id}`);
  await db.query(`update secret s set ciphertext = o.ciphertext from secret o where s.owner_id <> o.owner_id`);
  for (const id of ['1', '2']) await expect(get(id)).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  await put('1', 'anew');
  expect(await get('1')).toBe('anew');
  await db.query(`update secret set owner_id = '3' where owner_id = '1'`);
  await expect(get('3')).rejects.toThrow('has been altered');
});

it('says which key is missing, and serves all that needs none', async () => {
  const before = await start({ CLOUDGOV_SECRET_KEY: base64() });
  await before.put('1', 'x');
  const [id] = await before.keys();
  const { get, put, test } = await start({ CLOUDGOV_SECRET_KEY: base64() });
  await expect(get('1')).rejects.toThrow(`stored under the key ${id}`);
  expect((await test.rest('GET', '/jobs')).status).toBe(200);
  await put('1', 'anew');
  expect(await get('1')).toBe('anew');
});

it('says what is wrong with its file', async () => {
  writeFileSync(keyFile(), 'nonsense\n', { mode: 0o600 });
  const { put, test } = await start();
  await expect(put('1', 'x')).rejects.toThrow(`${keyFile()} cannot be used: must be 32 bytes in base64`);
  expect((await test.rest('GET', '/jobs')).status).toBe(200);
});

describe('a rotation', () => {
  it('puts everything under a new key of the file, while others read and write', async () => {
    const { put, get, keys, rotate, db } = await start();
    for (let id = 0; id < 250; id += 1) await put(String(id), `secret ${id}`);
    const [old] = await keys();
    const writes = (async () => {
      for (let id = 240; id < 300; id += 1) await put(String(id), `later ${id}`);
    })();
    const done = (await rotate()) as { key: string; rotated: number };
    await writes;
    expect(done).toMatchObject({ lostKeys: [], altered: [] });
    expect(await keys()).toEqual([done.key]);
    expect(done.key).not.toBe(old);
    expect(readFileSync(keyFile(), 'utf8').trim().split('\n')).toHaveLength(1);
    expect([await get('7'), await get('245'), await get('299')]).toEqual(['secret 7', 'later 245', 'later 299']);
    expect((await db.query<{ n: number }>('select count(*)::int as n from secret'))[0]!.n).toBe(300);
  });

  it('goes on where it was cut short, and both keys are read meanwhile', async () => {
    const { put, get, keys, rotate } = await start();
    for (let id = 0; id < 250; id += 1) await put(String(id), `secret ${id}`);
    // The third batch fails, as if it had been killed there.
    await asOwner(
      database.url,
      `
      create function cut() returns trigger language plpgsql as $$ begin
        if (select count(*) from secret where key_id = new.key_id) >= 200 then raise 'cut'; end if; return new; end $$;
      create trigger cut before update on secret for each row execute function cut()`,
    );
    await expect(rotate()).rejects.toThrow('cut');
    expect(await keys()).toHaveLength(2);
    expect(readFileSync(keyFile(), 'utf8').trim().split('\n')).toHaveLength(2);
    const all = Array.from({ length: 250 }, (_, id) => String(id));
    expect(await Promise.all(all.map(get))).toEqual(all.map((id) => `secret ${id}`));
    await asOwner(database.url, 'drop function cut cascade');
    expect(await rotate()).toMatchObject({ rotated: 50, lostKeys: [], altered: [] });
    expect(await keys()).toHaveLength(1);
    expect(readFileSync(keyFile(), 'utf8').trim().split('\n')).toHaveLength(1);
    expect(await Promise.all(all.map(get))).toEqual(all.map((id) => `secret ${id}`));
  });
});

describe('a rotation that has little to go by', () => {
  it('goes from one key of the settings to another', async () => {
    const [old, fresh] = [base64(), base64()];
    const before = await start({ CLOUDGOV_SECRET_KEY: old });
    await before.put('1', 'x');
    const both = { CLOUDGOV_SECRET_KEY: fresh, CLOUDGOV_SECRET_KEY_PREVIOUS: old };
    const between = await start(both);
    expect(await between.get('1')).toBe('x');
    expect(await between.rotate()).toMatchObject({ rotated: 1, lostKeys: [] });
    const after = await start({ CLOUDGOV_SECRET_KEY: fresh });
    expect(await after.get('1')).toBe('x');
    expect(await after.rotate()).toMatchObject({ rotated: 0, lostKeys: [] });
  });

  it('keeps a key that is still needed, and names what it could not read', async () => {
    const lost = await start({ CLOUDGOV_SECRET_KEY: base64() });
    await lost.put('lost', 'x');
    const [lostKey] = await lost.keys();
    const { put, get, rotate, db } = await start();
    for (const id of ['1', '2']) await put(id, `secret ${id}`);
    const [{ id }] = (await db.query<{ id: string }>(
      `update secret set ciphertext = ciphertext || '\\x00' where owner_id = '1' returning id`,
    )) as [{ id: string }];
    expect(await rotate()).toMatchObject({ rotated: 1, lostKeys: [lostKey], altered: [id] });
    expect(await get('2')).toBe('secret 2');
    expect(readFileSync(keyFile(), 'utf8').trim().split('\n')).toHaveLength(2);
  });

  it('goes on once at a time', async () => {
    const { put, rotate } = await start();
    await put('1', 'x');
    const done = await Promise.all([rotate(), rotate()]);
    expect(done.filter((each) => each === 'busy').length).toBeLessThanOrEqual(1);
    expect(readFileSync(keyFile(), 'utf8').trim().split('\n')).toHaveLength(1);
  });
});
