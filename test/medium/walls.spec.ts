import { DataSource } from 'typeorm';
import { callerOf, type Scope } from '#common';
import { connection, everything, Viewer, Visit, visiting } from '#data';
import { raiseWalls } from '../../migrations/walls/raise-walls.js';
import { OPEN } from '../../migrations/walls/rules.js';
import { startApp, type TestApp } from '../support/app.js';
import { asOwner } from '../support/database.js';
import {
  CANARY,
  deliverForeign,
  deliverOwn,
  FOREIGN,
  idsOf,
  KEEPING,
  measureBoth,
  OWN,
  syncedCanary,
  type Ids,
} from '../support/two-accounts.js';

const ROLES = ['cloudgov_app', 'cloudgov_everything'];
const PERMISSIONS = new Set(['inventory:read', 'budgets:write'] as const);
/** Tables with rows of the own account, and by tag of some of its resources. */
const OWNED =
  'charge charge_resource_daily resource_ref spend_daily account_daily resource metric_sample metric_hour'.split(' ');
const BUDGET = { limit: '5', currency: 'USD', period: 'monthly', thresholds: [] };

let test: TestApp;
let tables: string[];
let mine: Ids;
let foreign: RegExp;

const owner = async (sql: string) => (await asOwner(test.databaseUrl, sql)).rows;

/** Does some work as a request of a caller with this scope would. */
const within = <T>(scope: Scope, work: () => Promise<T>, actor = 'token:somebody') =>
  visiting(new Visit(Viewer.of({ actor, permissions: 'all', scope })), work);

/** Where it is not the whole row that may be read. */
const READ: Record<string, string> = { tag_set: 'row(t.id, t.hash, t.tags)' };

const rowsOf = async (table: string) =>
  (await test.db.query<{ row: string }>(`select (${READ[table] ?? 't'})::text as row from "${table}" t`)).map(
    ({ row }) => row,
  );

beforeAll(async () => {
  test = await startApp({ env: KEEPING });
  await deliverOwn(test);
  await deliverForeign(test);
  await measureBoth(test);
  mine = await idsOf(test, OWN, 'own');
  const other = await idsOf(test, FOREIGN, 'canary');
  for (const accounts of [[OWN], [FOREIGN]]) {
    const authorization = `Bearer ${test.scoped({ kind: 'accounts', accounts })}`;
    const name = accounts[0] === OWN ? 'Own budget' : 'Canary budget';
    const budget = (await test.rest('POST', '/budgets', { ...BUDGET, name }, { authorization })).body;
    await test.rest('GET', `/budgets/${budget.id}/status`, undefined, { authorization });
  }
  for (const sql of syncedCanary(other)) await owner(sql);
  tables = (
    await owner(`select relname as name from pg_class where relnamespace = 'public'::regnamespace
      and relkind in ('r', 'p') and not relispartition order by 1`)
  ).map(({ name }) => String(name));
  const ids = await owner(`select id::text from resource_ref where native_id like 'canary%'
    union select id::text from cloud_account where external_id = '${FOREIGN}'`);
  foreign = new RegExp([CANARY.source, ...ids.map(({ id }) => String(id))].join('|'), 'i');
}, 120_000);

afterAll(() => test.close());

const SCOPES: [string, () => Scope][] = [
  ['an account by its own id', () => ({ kind: 'accounts', accounts: [mine.account] })],
  ['an account by its native id', () => ({ kind: 'accounts', accounts: [OWN] })],
  ['a tag', () => ({ kind: 'tag', key: 'team', values: ['own', 'nobody'] })],
  [
    'an account or a tag',
    () => ({
      kind: 'any',
      of: [
        { kind: 'accounts', accounts: [OWN, 'no account'] },
        { kind: 'tag', key: 'vault', values: ['own vault'] },
      ],
    }),
  ],
];

describe.each(SCOPES)('a caller whose scope is %s', (_name, scope) => {
  it('reads each table without a condition, and nothing of another account', async () => {
    for (const table of tables.filter((name) => !(name in OPEN))) {
      const rows = await within(scope(), () => rowsOf(table));
      expect([table, rows.filter((row) => foreign.test(row))]).toEqual([table, []]);
    }
  });

  it('reads what is its own', async () => {
    const isTag = scope().kind === 'tag';
    const tagged = `join tag_set s on s.id = t.tag_set_id left join resource r on r.id = t.resource_uid
      where coalesce(s.tags ->> 'team', r.tags ->> 'team') = 'own'`;
    const utilised = `where t.resource_id in (select id from resource where tags ->> 'team' = 'own')`;
    const account = `where t.account_id = '${mine.account}'`;
    for (const table of OWNED) {
      const hasTags = table.startsWith('charge');
      if (isTag && /^(resource_ref|spend_daily|account_daily)$/.test(table)) continue;
      const own = hasTags ? tagged : table !== 'resource' ? utilised : `where t.tags ->> 'team' = 'own'`;
      const where = isTag ? own : account;
      const [there] = await owner(`select count(*)::int as n from ${table} t ${where}`);
      expect([table, (await within(scope(), () => rowsOf(table))).length]).toEqual([table, there!.n]);
      expect([table, there!.n]).not.toEqual([table, 0]);
    }
    expect(await within(scope(), () => rowsOf('cloud_account'))).toEqual([expect.stringContaining(OWN)]);
    expect(await within(scope(), () => rowsOf('tag_set'))).not.toEqual([]);
  });

  it('changes nothing of another account, also without a condition', async () => {
    const names = () => owner(`select id, name from resource where account_id <> '${mine.account}' order by id`);
    const before = await names();
    await within(scope(), () => test.db.query(`update resource set name = 'taken'`));
    await within(scope(), () => test.db.query('delete from resource_change'));
    expect(await names()).toEqual(before);
    const added = `insert into resource_ref (id, account_id, native_id)
      select gen_random_uuid(), id, 'new' from unnest($1::uuid[]) a (id)`;
    const [other] = await owner(`select id from cloud_account where external_id = '${FOREIGN}'`);
    await expect(within(scope(), () => test.db.query(added, [[other!.id]]))).rejects.toThrow('row-level security');
  });
});

it('shows the sums of an account to nobody who sees but a tag of it', async () => {
  const scope: Scope = { kind: 'tag', key: 'team', values: [] };
  for (const table of ['account_daily', 'spend_daily', 'spend_monthly'])
    expect(await within(scope, () => rowsOf(table))).toEqual([]);
});

it('shows a budget to those who may see all that it counts: its maker’s scope, in one grant or alone', async () => {
  const own: Scope = { kind: 'accounts', accounts: [OWN] };
  expect(await within(own, () => rowsOf('budget'))).toEqual([expect.stringContaining('Own budget')]);
  const grants = [
    { permissions: PERMISSIONS, scope: own },
    { permissions: new Set(['cost:read'] as const), scope: { kind: 'accounts', accounts: ['7'] } as const },
  ];
  const viewer = Viewer.of(callerOf({ actor: 'user:a@b.c' }, grants));
  expect(await visiting(new Visit(viewer), () => rowsOf('budget'))).toEqual([expect.stringContaining('Own budget')]);
  expect(await within({ kind: 'accounts', accounts: ['7'] }, () => rowsOf('budget'))).toEqual([]);
});

it('shows a caller what they themselves caused, and to the whole estate’s callers all', async () => {
  const [entry] = await within({ kind: 'accounts', accounts: [] }, () => rowsOf('audit_entry'), 'token:test');
  expect(entry).toContain('token:test');
  expect(await within({ kind: 'accounts', accounts: [] }, () => rowsOf('audit_entry'))).toEqual([]);
  const [all] = await owner('select count(*)::int as n from audit_entry');
  expect(await within({ kind: 'all' }, () => rowsOf('audit_entry'))).toHaveLength(Number(all!.n));
});

it('shows nothing to whom nobody has recognised, and does no work that is for nobody', async () => {
  for (const table of tables.filter((name) => !(name in OPEN)))
    expect([table, await visiting(new Visit(), () => rowsOf(table))]).toEqual([table, []]);
  await expect(test.db.query('select 1')).rejects.toThrow('for whom it is');
  await expect(test.db.manager.query('select 1')).rejects.toThrow('for whom it is');
});

it('keeps to the viewer of each statement within one transaction, and of none after it', async () => {
  const scope: Scope = { kind: 'accounts', accounts: [OWN] };
  const names = () => test.db.query<{ n: number }>('select count(*)::int as n from cloud_account');
  const seen = await within(scope, () =>
    test.db.transaction(async () => [
      await names(),
      await everything(names),
      await names(),
      await rowsOf('cloud_account'),
    ]),
  );
  expect(seen).toEqual([[{ n: 1 }], [{ n: 2 }], [{ n: 1 }], [expect.stringContaining(OWN)]]);
  const role = `select current_setting('role') as role, current_setting('cloudgov.accounts', true) as accounts, $1::int`;
  const runs = Array.from({ length: 20 }, (_, at) =>
    at % 2 ? everything(() => test.db.query(role, [at])) : within(scope, () => test.db.query(role, [at])),
  );
  for (const [at, rows] of (await Promise.all(runs)).entries())
    expect(rows).toEqual([
      expect.objectContaining(
        at % 2 ? { role: 'cloudgov_everything' } : { role: 'cloudgov_app', accounts: `{"${OWN}"}` },
      ),
    ]);
});

it('reads through a cursor and copies as whoever asked', async () => {
  const scope: Scope = { kind: 'accounts', accounts: [OWN] };
  const pages = within(scope, () => Promise.resolve(test.db.pages('select external_id from cloud_account', [], 1)));
  const found: unknown[] = [];
  for await (const page of await pages) found.push(...page);
  expect(found).toEqual([{ external_id: OWN }]);
  const copying = within(scope, () =>
    test.db.withConnection(async ({ copyFrom }) => {
      const stream = copyFrom('copy charge_intake (statement_id) from stdin');
      await new Promise((_, fail) => stream.on('error', fail).end('1\n'));
    }),
  );
  await expect(copying).rejects.toThrow('permission denied');
});

describe('the roles of the application', () => {
  const as = (role: string, sql: string) => owner(`begin; set local role ${role}; ${sql}`);

  it('log in nowhere, own nothing and are held by every policy', async () => {
    const roles =
      await owner(`select rolname, rolsuper, rolbypassrls, rolcanlogin, rolcreaterole, rolcreatedb from pg_roles
      where rolname in ('${ROLES.join("', '")}') order by 1`);
    const none = { rolsuper: false, rolbypassrls: false, rolcanlogin: false, rolcreaterole: false, rolcreatedb: false };
    expect(roles).toEqual(ROLES.map((rolname) => ({ rolname, ...none })));
    const owned = await owner(`select relname as name from pg_class where relowner::regrole::text like 'cloudgov\\_%'
      union all select proname from pg_proc where proowner::regrole::text like 'cloudgov\\_%'`);
    expect(owned).toEqual([]);
    expect(await owner(`select from pg_auth_members where member::regrole::text like 'cloudgov\\_%'`)).toEqual([]);
  });

  it.each(
    ROLES.flatMap((role) =>
      [
        'alter table charge disable row level security',
        'alter table audit_entry disable trigger all',
        'drop policy in_scope on resource',
        'create policy mine on resource to cloudgov_app using (true)',
        'drop table charge',
        ...(role === 'cloudgov_app' ? ['select account_ids from tag_set'] : []),
        'truncate charge',
        'create table mine (n int)',
        'update audit_entry set actor = actor',
        'delete from audit_entry',
        'truncate audit_entry',
        'select from charge_intake',
        'select from charge_2026_10',
        'select from charge_resource_daily_2026_10',
        'alter function scope_accounts() owner to current_user',
        'alter role cloudgov_app bypassrls',
      ].map((sql) => [role, sql] as const),
    ),
  )('%s cannot %s', async (role, sql) => {
    await expect(as(role, sql)).rejects.toThrow(
      /permission denied|must be owner|must have admin|only roles with|must be superuser/i,
    );
  });
});

describe('the catalogue', () => {
  it('has a policy for both roles on every table that is somebody’s, and a reason for every other', async () => {
    const walled = await owner(`select c.relname as name, array_agg(p.polname::text order by p.polname) as policies
      from pg_class c join pg_policy p on p.polrelid = c.oid where c.relrowsecurity group by 1 order by 1`);
    const names = walled.map(({ name }) => name);
    expect(tables.filter((name) => !names.includes(name) && !(name in OPEN))).toEqual([]);
    expect(names.filter((name) => String(name) in OPEN)).toEqual([]);
    for (const { policies } of walled) expect(policies).toEqual(expect.arrayContaining(['everything', 'in_scope']));
    const accounts =
      await owner(`select distinct c.relname as name from pg_class c join pg_attribute a on a.attrelid = c.oid
      where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
        and a.attname = 'account_id'`);
    expect(accounts.length).toBeGreaterThan(8);
    expect(names).toEqual(expect.arrayContaining(accounts.map(({ name }) => name)));
  });

  it('lets no function run as the owner for anybody else', async () => {
    const open = await owner(`select proname from pg_proc where pronamespace = 'public'::regnamespace and prosecdef
      and prorettype <> 'trigger'::regtype
      and (has_function_privilege('public', oid, 'execute') or not array_to_string(proconfig, ',') like '%search_path=%pg_temp%')`);
    expect(open).toEqual([]);
  });
});

it('holds a table that a later migration adds, once the walls are raised again', async () => {
  await owner(`create table finding (id int, account_id uuid not null, resource_id uuid not null);
    insert into finding select 1, account_id, id from resource`);
  await expect(within({ kind: 'all' }, () => rowsOf('finding'))).rejects.toThrow('permission denied');
  const source = await new DataSource(connection(test.databaseUrl, 1)).initialize();
  await raiseWalls(source.createQueryRunner());
  await source.destroy();
  const [own] = await owner(`select count(*)::int as n from resource where tags ->> 'team' = 'own'`);
  const tagged: Scope = { kind: 'tag', key: 'team', values: ['own'] };
  expect(await within(tagged, () => rowsOf('finding'))).toHaveLength(Number(own!.n));
});
