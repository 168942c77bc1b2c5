import type { QueryRunner } from 'typeorm';
import { createScopeFunctions, dropScopeFunctions, SCOPE_FUNCTIONS } from './functions.js';
import { createRoles, ROLES } from './roles.js';
import { LESS, LESS_IN_PART, ruleOf, type Rule } from './rules.js';

interface Table {
  name: string;
  /** Name and type of each. */
  columns: string[];
}

/** A partition is read through its table, whose policies hold then; by itself it is granted to nobody. */
const TABLES = `
  select c.relname as name, array_agg(format('%s %s', a.attname, format_type(a.atttypid, null))) as columns
  from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
  where c.relnamespace = current_schema()::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
  group by c.relname order by c.relname`;

/** COPY knows no policies, so it goes into the one partition that holds all the others; see 0004-cost.ts. */
const INTAKES = `
  select c.relname as name from pg_class c
  where c.relnamespace = current_schema()::regnamespace and c.relkind = 'p' and c.relispartition`;

/** Functions that run as the owner are for the application alone, and for a caller only those that policies ask. */
const DEFINERS = `
  select p.oid::regprocedure::text as name from pg_proc p
  where p.pronamespace = current_schema()::regnamespace and p.prosecdef and p.prorettype <> 'trigger'::regtype`;

const names = async (runner: QueryRunner, sql: string) =>
  ((await runner.query(sql)) as { name: string }[]).map(({ name }) => name);

const everyone = ROLES.join(', ');

function policies(table: string, rule: Rule): string {
  const own = typeof rule === 'string' ? { see: rule, add: undefined } : rule;
  const inScope =
    own.add === undefined
      ? `create policy in_scope on "${table}" to cloudgov_app using (${own.see});`
      : `create policy in_scope on "${table}" for select to cloudgov_app using (${own.see});
         create policy adding on "${table}" for insert to cloudgov_app with check (${own.add});`;
  return `
    alter table "${table}" enable row level security;
    drop policy if exists everything on "${table}"; drop policy if exists in_scope on "${table}";
    drop policy if exists adding on "${table}";
    create policy everything on "${table}" to cloudgov_everything using (true);
    ${inScope}`;
}

/**
 * Grants the application's roles what they need, and puts a policy on every table that is somebody's. Found by walking
 * the catalogue, and may be done again: a migration that adds a table ends with it.
 */
export async function raiseWalls(runner: QueryRunner): Promise<void> {
  await createRoles(runner);
  const [{ schema }] = (await runner.query('select quote_ident(current_schema()) as schema')) as [{ schema: string }];
  await createScopeFunctions(runner, schema);
  await runner.query(`grant usage on schema ${schema} to ${everyone}`);
  await runner.query(`grant usage, select on all sequences in schema ${schema} to ${everyone}`);
  for (const { name, columns } of (await runner.query(TABLES)) as Table[]) {
    const rule = ruleOf(name, columns);
    await runner.query(`revoke all on "${name}" from ${everyone}, public`);
    const all = LESS[name] ?? 'select, insert, update, delete';
    await runner.query(`grant ${all} on "${name}" to cloudgov_everything`);
    await runner.query(`grant ${LESS_IN_PART[name] ?? all} on "${name}" to cloudgov_app`);
    if (rule) await runner.query(policies(name, rule));
  }
  for (const name of await names(runner, INTAKES))
    await runner.query(`grant insert on "${name}" to cloudgov_everything`);
  for (const name of await names(runner, DEFINERS)) {
    const users = SCOPE_FUNCTIONS.includes(name) ? everyone : 'cloudgov_everything';
    await runner.query(
      `revoke execute on function ${name} from public, ${everyone}; grant execute on function ${name} to ${users}`,
    );
  }
}

/** Takes the policies away; the roles are the server's, and other databases may need them. */
export async function lowerWalls(runner: QueryRunner): Promise<void> {
  for (const { name, columns } of (await runner.query(TABLES)) as Table[]) {
    await runner.query(`revoke all on "${name}" from ${everyone}`);
    if (!ruleOf(name, columns)) continue;
    await runner.query(`
      drop policy if exists everything on "${name}"; drop policy if exists in_scope on "${name}";
      drop policy if exists adding on "${name}"; alter table "${name}" disable row level security`);
  }
  await runner.query(dropScopeFunctions);
}
