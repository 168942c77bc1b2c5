import { randomBytes } from 'node:crypto';
import { systemCaller } from '#common';
import { Secret, Secrets } from '#platform';
import { startApp } from '../support/app.js';
import { runCli } from '../support/cloudgov.js';
import { newDatabase } from '../support/database.js';
import { Installation } from '../support/program.js';

const caller = systemCaller('token:secrets');
const ref = { ownerType: 'account', ownerId: '1', name: 'credential' };
const installation = new Installation();
afterAll(() => installation.remove());

it('rotates the secrets of a database beside the processes that use it, and leaves a record', async () => {
  const database = await newDatabase();
  const env = { DATABASE_URL: database.url };
  const test = await startApp({ databaseUrl: database.url, env: { CLOUDGOV_HOME: installation.home } });
  await test.app.get(Secrets).put(caller, ref, new Secret('hunter2'));
  expect((await runCli(installation.home, ['doctor'], { env })).out).toMatch(/✓ Secrets +key [0-9a-f]{16} from/);

  const rotated = await runCli(installation.home, ['secrets', 'rotate'], { env });
  expect(rotated).toMatchObject({ code: 0, err: '' });
  const key = /1 secret put under the key ([0-9a-f]{16})/.exec(rotated.out)![1]!;
  expect((await test.app.get(Secrets).get(caller, ref, 'to look'))?.reveal()).toBe('hunter2');
  const { items } = (await test.rest('GET', '/audit?action=secret.rotate')).body;
  expect(items).toMatchObject([
    { actor: 'job:secrets.rotate', subjectType: 'key', subjectId: key, after: { rotated: 1, lostKeys: [] } },
  ]);

  const other = { ...env, CLOUDGOV_SECRET_KEY: randomBytes(32).toString('base64') };
  const doctor = await runCli(installation.home, ['doctor'], { env: other });
  expect(doctor.out).toContain(`1 stored under the key ${key}, which is not that of CLOUDGOV_SECRET_KEY`);
  const failed = await runCli(installation.home, ['secrets', 'rotate'], { env: other });
  expect([failed.code, failed.err]).toEqual([1, expect.stringContaining(`Secrets stored under ${key} cannot be read`)]);
  await test.close();
  await database.drop();
});

it('reaches the embedded database of a running server, and starts that of one that does not run', async () => {
  await installation.launch();
  expect(await runCli(installation.home, ['secrets', 'rotate'])).toMatchObject({
    code: 0,
    out: expect.stringContaining('0 secrets put under the key'),
  });
  await installation.end();
  expect(await runCli(installation.home, ['secrets', 'rotate'])).toMatchObject({ code: 0 });
}, 120_000);

it('refuses a key that is none, and does not repeat it', async () => {
  const { code, err } = await runCli(installation.home, ['secrets', 'rotate'], {
    env: { CLOUDGOV_SECRET_KEY: 'hunter2' },
  });
  expect(code).toBe(1);
  expect(err).toContain('CLOUDGOV_SECRET_KEY must be 32 bytes in base64');
  expect(err).not.toContain('hunter2');
});
