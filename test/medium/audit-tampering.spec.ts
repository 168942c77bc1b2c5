import { generateKeyPairSync, sign } from 'node:crypto';
import { AuditService } from '#audit';
import { systemCaller } from '#common';
import { sealOf, SEALED_COLUMNS, type SealedColumns } from '../../libs/audit/src/chain/canonical.js';
import { headText } from '../../libs/audit/src/chain/signed-texts.js';
import { asOwner as onDatabase } from '../support/database.js';
import { startApp, type TestApp } from '../support/app.js';
import { asOwner, backUp, restore, sealAll, verify, writeSealed } from '../support/audit.js';

/** What the owner of the tables does to them, and what the verification says of it. */
let test: TestApp;
let first: number;
let last: number;

/** Twelve pages in three signed batches, the last of them the chain's end. */
beforeAll(async () => {
  // Only this process seals, and only when it is told to.
  test = await startApp({ env: { CLOUDGOV_ROLE: 'api' } });
  await sealAll(test);
  const [{ end }] = await asOwner(test, 'select coalesce(max(position), 0)::int as end from audit_seal');
  first = end + 1;
  for (const from of [1, 5, 9]) await writeSealed(test, 4, from);
  last = end + 12;
  await backUp(test, 'whole');
});
afterEach(() => restore(test, 'whole'));
afterAll(() => test.close());

const at = (page: number) => first + page - 1;
const entryAt = async (page: number) =>
  (await asOwner(test, `select entry_id as id from audit_seal where position = ${at(page)}`))[0].id as string;

async function expectFault(kind: string, place: { position?: number | null; entryId?: string | null }) {
  const found = await verify(test);
  expect(found).toMatchObject({ isWhole: false, state: kind });
  expect(found.faults[0]).toMatchObject({ kind, ...place });
  return found;
}

it('is whole as it was written', async () => {
  const found = await verify(test);
  expect(found).toMatchObject({ isWhole: true, state: 'whole', faults: [], entries: last, lastPosition: last });
  expect(found.unsealed).toMatchObject({ count: 0, isOverdue: false });
  expect([found.heads! >= 3, found.checkpoints! >= 3]).toEqual([true, true]);
});

it.each(['audit_entry', 'audit_seal', 'audit_head', 'audit_segment'])(
  'refuses to change %s, even for the owner',
  async (table) => {
    const column = { audit_entry: 'actor', audit_seal: 'entry_id', audit_head: 'key_id', audit_segment: 'key_id' }[
      table
    ];
    for (const sql of [`update ${table} set ${column} = ${column}`, `delete from ${table}`, `truncate ${table}`])
      await expect(onDatabase(test.databaseUrl, sql)).rejects.toThrow(`${table} is append-only`);
  },
);

it('names an entry that was changed', async () => {
  await asOwner(test, `update audit_entry set actor = 'user:other' where id = '${await entryAt(3)}'`);
  const { faultCount, faults } = await expectFault('altered', { position: at(3), entryId: await entryAt(3) });
  expect([faultCount, faults[0]!.at]).toEqual([1, expect.any(Date)]);
});

it('names an entry whose document was changed by one digit', async () => {
  await asOwner(test, `update audit_entry set after = '{"page": 9}' where id = '${await entryAt(8)}'`);
  await expectFault('altered', { position: at(8) });
});

it('names a seal that was changed, and nothing of what follows it', async () => {
  await asOwner(test, `update audit_seal set hash = sha256('x') where position = ${at(6)}`);
  expect(await expectFault('altered', { position: at(6) })).toMatchObject({ faultCount: 1 });
});

it('names an entry that was deleted', async () => {
  const id = await entryAt(2);
  await asOwner(test, `delete from audit_entry where id = '${id}'`);
  await expectFault('missing', { position: at(2), entryId: id });
});

it('names an entry that was deleted with its seal', async () => {
  await asOwner(
    test,
    `delete from audit_entry where id = '${await entryAt(7)}'`,
    `delete from audit_seal where position = ${at(7)}`,
  );
  await expectFault('missing', { position: at(7), entryId: null });
});

it('names an entry that was deleted, with the later ones moved into the gap', async () => {
  await asOwner(
    test,
    `delete from audit_entry where id = '${await entryAt(7)}'`,
    `delete from audit_seal where position = ${at(7)}`,
    `update audit_seal set position = -position where position > ${at(7)}`,
    `update audit_seal set position = -position - 1 where position < 0`,
  );
  await expectFault('altered', { position: at(7) });
});

const INSERTED = '00000000-0000-7000-8000-000000000000';
const insertion = (time: string) =>
  `insert into audit_entry (id, at, actor, actor_id, action, subject_type, subject_id)
   values ('${INSERTED}', ${time}, 'user:other', 'user:other', 'page.turn', 'page', '0')`;

it('names an entry that was inserted beside the chain', async () => {
  await asOwner(test, insertion('now()'));
  await expectFault('inserted', { position: null, entryId: INSERTED });
});

it('names an entry that was inserted in the middle of the chain', async () => {
  await asOwner(
    test,
    insertion('now()'),
    `update audit_seal set position = -position where position >= ${at(5)}`,
    `update audit_seal set position = 1 - position where position < 0`,
    `insert into audit_seal values (${at(5)}, '${INSERTED}', sha256('x'))`,
  );
  await expectFault('altered', { position: at(5), entryId: INSERTED });
});

it('names the first of two entries that were swapped', async () => {
  const [one, other] = [await entryAt(4), await entryAt(10)];
  await asOwner(
    test,
    `update audit_seal set entry_id = '${INSERTED}' where position = ${at(4)}`,
    `update audit_seal set entry_id = '${one}' where position = ${at(10)}`,
    `update audit_seal set entry_id = '${other}' where position = ${at(4)}`,
  );
  expect(await expectFault('altered', { position: at(4), entryId: other })).toMatchObject({ faultCount: 2 });
});

const cut = (page: number, ...tables: string[]) => [
  `delete from audit_entry e using audit_seal s where s.entry_id = e.id and s.position > ${at(page)}`,
  ...tables.map((table) => `delete from ${table} where position > ${at(page)}`),
];

it('names the place where the end was cut off', async () => {
  await asOwner(test, ...cut(10, 'audit_seal'));
  await expectFault('missing', { position: at(11) });
});

it('names the place where the end was cut off together with its signature', async () => {
  await asOwner(test, ...cut(10, 'audit_seal', 'audit_head'));
  await expectFault('missing', { position: at(9) });
});

it('tells an end that was cut off just where it had been signed by the checkpoints', async () => {
  await asOwner(test, ...cut(8, 'audit_seal', 'audit_head'));
  await expectFault('restored', { position: last });
});

it('seals nothing more upon an end that was tampered with', async () => {
  await asOwner(test, ...cut(10, 'audit_seal'));
  await test.app.get(AuditService).record(systemCaller('job:x'), { action: 'x.y', subject: { type: 'x', id: '1' } });
  await expect(sealAll(test)).rejects.toThrow('the end of the audit chain is not what this installation has signed');
  const { unsealed } = await verify(test);
  expect(unsealed).toMatchObject({ count: 1, isOverdue: false });
});

it('takes entries that wait too long for an alarm', async () => {
  await test.app.get(AuditService).record(systemCaller('job:x'), { action: 'x.y', subject: { type: 'x', id: '1' } });
  expect(await verify(test)).toMatchObject({ state: 'whole', unsealed: { count: 1, isOverdue: false } });
  await asOwner(test, `update audit_pending set noted_at = now() - interval '1 minute'`);
  expect(await verify(test)).toMatchObject({ isWhole: false, state: 'unsealed', unsealed: { isOverdue: true } });
});

it('names an entry that was deleted while it waited', async () => {
  await test.app.get(AuditService).record(systemCaller('job:x'), { action: 'x.y', subject: { type: 'x', id: '1' } });
  await asOwner(test, 'delete from audit_entry e using audit_pending p where p.entry_id = e.id');
  await expectFault('missing', { position: null, entryId: expect.any(String) });
});

/** Changes an entry and seals it and all later ones anew, as whoever knows the code can. */
async function rewrite(page: number) {
  await asOwner(test, `update audit_entry set actor = 'user:other' where id = '${await entryAt(page)}'`);
  const rows: (SealedColumns & { position: number; hash: Buffer })[] = await asOwner(
    test,
    `select s.position::int, s.hash, ${SEALED_COLUMNS} from audit_seal s join audit_entry e on e.id = s.entry_id
     where s.position >= ${at(page) - 1} order by s.position`,
  );
  let { hash } = rows.shift()!;
  for (const row of rows) {
    hash = sealOf(hash, row);
    await asOwner(test, `update audit_seal set hash = '\\x${hash.toString('hex')}' where position = ${row.position}`);
  }
}

it('tells a chain that was written anew by its signatures', async () => {
  await rewrite(3);
  await expectFault('altered', { position: at(4) });
});

it('tells heads that were signed with another key', async () => {
  await rewrite(3);
  const { privateKey } = generateKeyPairSync('ed25519');
  const heads = await asOwner(
    test,
    `select h.position::int, s.hash, h.signed_at as "signedAt" from audit_head h join audit_seal s using (position)
     where h.position >= ${at(3)}`,
  );
  for (const head of heads) {
    const signature = sign(null, headText(head), privateKey).toString('hex');
    const set = `hash = '\\x${head.hash.toString('hex')}', signature = '\\x${signature}'`;
    await asOwner(test, `update audit_head set ${set} where position = ${head.position}`);
  }
  const { faults } = await expectFault('altered', { position: at(4) });
  expect(faults[0]!.message).toBe('The signature of a head is wrong.');
  await asOwner(test, `update audit_head set key_id = 'of a stranger' where position >= ${at(3)}`);
  const { faults: named } = await expectFault('altered', { position: at(4) });
  expect(named[0]!.message).toBe('A head is signed with a key that is none of ours.');
});

it('names the twin of a sealed entry', async () => {
  const id = await entryAt(3);
  await asOwner(
    test,
    'alter table audit_entry drop constraint audit_entry_pkey',
    `insert into audit_entry (id, at, actor, actor_id, action, subject_type, subject_id)
     values ('${id}', now(), 'user:other', 'user:other', 'page.turn', 'page', '0')`,
  );
  await expectFault('inserted', { position: null, entryId: id });
  await restore(test, 'whole');
  await asOwner(test, 'alter table audit_entry add primary key (id)');
});

/** The last, because their checkpoints stay. */
it('tells an older backup that was restored, also once others have written on', async () => {
  await backUp(test, 'older');
  await writeSealed(test, 3, 13);
  await restore(test, 'older');
  await expectFault('restored', { position: last + 3 });
  await writeSealed(test, 5, 13);
  const { faults } = await expectFault('restored', { position: last + 3 });
  expect(faults).toHaveLength(1);
});

it('names an entry that was written through the front under a time long gone', async () => {
  await onDatabase(test.databaseUrl, insertion(`now() - interval '200 days'`));
  await sealAll(test);
  const { faults } = await verify(test);
  expect(faults).toContainEqual(expect.objectContaining({ kind: 'inserted', entryId: INSERTED }));
});
