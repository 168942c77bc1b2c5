import { Clock, DAY_MS } from '#common';
import { Database } from '#data';
import { Settings } from '#platform';
import { RetainJob } from '../../libs/audit/src/retention/retain.job.js';
import { Retention } from '../../libs/audit/src/retention/retention.js';
import { AuditStream } from '../../libs/audit/src/stream/audit-stream.js';
import { asOwner as onDatabase } from '../support/database.js';
import { startApp, type TestApp } from '../support/app.js';
import { asOwner, backUp, restore, sealAll, verify, writeSealed } from '../support/audit.js';

let test: TestApp;
let first: number;

beforeEach(async () => {
  test = await startApp({ env: { CLOUDGOV_ROLE: 'api', CLOUDGOV_AUDIT_KEEP_DAYS: '30' } });
  await sealAll(test);
  const [{ end }] = await asOwner(test, 'select coalesce(max(position), 0)::int as end from audit_seal');
  first = end + 1;
  for (const from of [1, 5, 9]) await writeSealed(test, 4, from);
});
afterEach(() => test.close());

/** The job as it would run so many days from now. */
function retain(days: number) {
  const [retention, stream, settings] = [test.app.get(Retention), test.app.get(AuditStream), test.app.get(Settings)];
  const now = test.app.get(Clock).now().getTime();
  const clock = { now: () => new Date(now + days * DAY_MS) };
  const db = test.app.get(Database);
  return new RetainJob(retention, stream, settings, clock).run({
    signal: new AbortController().signal,
    step: (work) => db.transaction(work),
  });
}

const pages = async () =>
  (await asOwner(test, `select subject_id as page from audit_entry where action = 'page.turn' order by id`)).map(
    ({ page }) => Number(page),
  );

it('deletes what is old in a segment that is signed for, and the rest still verifies', async () => {
  expect(await retain(29)).toEqual({ segments: 0, entries: 0 });
  expect(await retain(31)).toEqual({ segments: 1, entries: first + 7 });
  expect(await pages()).toEqual([9, 10, 11, 12]);
  expect(await retain(31)).toEqual({ segments: 0, entries: 0 });
  expect(await verify(test)).toMatchObject({ state: 'whole', entries: 4, lastPosition: first + 11 });
  await writeSealed(test, 4, 13);
  expect(await retain(62)).toEqual({ segments: 1, entries: 4 });
  expect(await verify(test)).toMatchObject({ state: 'whole', entries: 4, lastPosition: first + 15 });
});

it('deletes nothing of a record that is not whole', async () => {
  await asOwner(test, `update audit_entry set actor = 'user:other' where subject_id = '6'`);
  await expect(retain(31)).rejects.toThrow('the audit record is not whole');
  expect(await pages()).toHaveLength(12);
});

it('names a segment that was taken away or changed', async () => {
  await retain(31);
  await backUp(test, 'kept');
  await asOwner(test, 'delete from audit_segment');
  const { state, faults } = await verify(test);
  expect([state, faults[0]!.position]).toEqual(['missing', 1]);
  await restore(test, 'kept');
  await asOwner(test, `update audit_segment set last_hash = sha256('x')`);
  const changed = await verify(test);
  expect([changed.state, changed.faults.slice(0, 2).map(({ position }) => position)]).toEqual([
    'altered',
    [1, first + 8],
  ]);
  await restore(test, 'kept');
  expect(await verify(test)).toMatchObject({ state: 'whole' });
});

it('keeps the one way to delete for segments that are recorded', async () => {
  const forget = (position: number) => test.app.get(Database).query('select audit_forget($1)', [position]);
  await expect(forget(first + 3)).rejects.toThrow(`no segment ends at ${first + 3}`);
  await retain(31);
  await expect(onDatabase(test.databaseUrl, 'delete from audit_entry')).rejects.toThrow('append-only');
  await expect(test.app.get(Database).query('delete from audit_entry')).rejects.toThrow('permission denied');
});

it('keeps what has not been sent on', async () => {
  const { name } = Object.assign(test.app.get(AuditStream), { name: 'file://a-sink' });
  await test.app.get(Database).query('insert into audit_stream values ($1, $2)', [name, first + 5]);
  expect(await retain(31)).toEqual({ segments: 1, entries: first + 3 });
  expect(await pages()).toEqual([5, 6, 7, 8, 9, 10, 11, 12]);
});
