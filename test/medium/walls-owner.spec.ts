import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomUUID } from 'node:crypto';
import { EmbeddedPostgres, migrate } from '#data';
import { migrations } from '../../migrations/index.js';
import { startApp } from '../support/app.js';
import { asOwner } from '../support/database.js';
import { deliverOwn } from '../support/two-accounts.js';

const as = (url: string, user: string) => url.replace('postgres@', `${user}@`);

it('works for a user without any rights, on tables of an owner who is no superuser', async () => {
  const admin = process.env.TEST_SERVER_URL!;
  const [owner, user] = ['owner', 'user'].map((word) => `${word}_${randomUUID().replaceAll('-', '')}`) as [
    string,
    string,
  ];
  await asOwner(
    admin,
    `create role ${owner} login; create role ${user} login noinherit;
     grant cloudgov_app, cloudgov_everything to ${owner} with admin option`,
  );
  await asOwner(admin, `create database ${owner} owner ${owner}`);
  const url = admin.replace('/cloudgov?', `/${owner}?`);
  const databaseUrl = as(url, user);
  try {
    const test = await startApp({ databaseUrl, ownerUrl: as(url, owner) });
    try {
      await deliverOwn(test);
      expect((await test.rest('GET', '/inventory/summary')).body.count).toBeGreaterThan(0);
      expect((await test.rest('GET', '/health')).status).toBe(200);
      const authorization = `Bearer ${test.scoped({ kind: 'accounts', accounts: ['1'] })}`;
      expect((await test.rest('GET', '/inventory/summary', undefined, { authorization })).body.count).toBe(0);
    } finally {
      await test.close();
    }
    for (const table of ['charge', 'cloud_account', 'audit_entry'])
      await expect(asOwner(databaseUrl, `select from ${table}`)).rejects.toThrow('permission denied');
  } finally {
    await asOwner(admin, `drop database ${owner} with (force)`);
    await asOwner(admin, `drop role ${user}; drop role ${owner}`);
  }
}, 60_000);

it('says to an owner who may not create roles what an administrator has to do', async () => {
  const home = mkdtempSync(join(tmpdir(), 'cloudgov-roles-'));
  chmodSync(home, 0o755);
  const server = new EmbeddedPostgres(home);
  try {
    await server.start();
    await asOwner(server.url(), 'create role poor login');
    await asOwner(server.url(), 'create database poor owner poor');
    const url = as(server.url('poor'), 'poor');
    const { message } = await migrate({ url }, migrations).then(
      () => new Error('migrated'),
      (error: Error) => error,
    );
    expect(message).toMatch(/^The user poor may not create the roles of the application\. As an administrator: /);
    await asOwner(server.url(), message.split('As an administrator: ')[1]!);
    expect(await migrate({ url }, migrations)).not.toEqual([]);
    expect(await migrate({ url }, migrations)).toEqual([]);
  } finally {
    await server.stop();
    rmSync(home, { recursive: true, force: true });
  }
}, 60_000);
