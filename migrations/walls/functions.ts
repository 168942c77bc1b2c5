import type { QueryRunner } from 'typeorm';

/**
 * The pairs that `cloudgov.tags` names, such as `{"team": "payments"}`, and the keys that it names without values. Found
 * through the indexes on tags, hence both kinds.
 */
const WANTED = `
  pairs as (
    select w ->> 'key' as key, jsonb_build_object(w ->> 'key', v) as pair
    from jsonb_array_elements(tags) w, jsonb_array_elements(w -> 'values') v
  ), keys as (
    select w ->> 'key' as key from jsonb_array_elements(tags) w where jsonb_array_length(w -> 'values') = 0
  )`;

const tagged = (what: string, table: string) => `
  select ${what} from pairs join ${table} t on t.tags @> pairs.pair
  union select ${what} from keys join ${table} t on t.tags ? keys.key`;

/** Where the resource bears what the set that it was billed under does not say at all. */
const fallback = (wanted: string, bears: string) => `
  select b.* from ${wanted} w join resource r on r.tags ${bears} join resource_tag_set b on b.resource_id = r.id
  where not exists (select from tag_set t where t.id = b.tag_set_id and t.tags ? w.key)`;

const WORDS = `
  tags jsonb := nullif(current_setting('cloudgov.tags', true), '');
  begin`;
const NO_TAGS = `${WORDS} if tags is null then return; end if;`;

const FUNCTIONS: Record<string, [returns: string, body: string]> = {
  'scope_accounts()': [
    'setof uuid',
    `words text[] := nullif(current_setting('cloudgov.accounts', true), '');
     begin
       if words is null or words = '{}' then return; end if;
       return query select a.id from cloud_account a where a.id::text = any(words) or a.external_id = any(words);`,
  ],
  'scope_tag_sets()': ['setof int', `${NO_TAGS} return query with ${WANTED} ${tagged('t.id', 'tag_set')};`],
  'scope_fallbacks()': [
    'setof resource_tag_set',
    `${NO_TAGS} return query with ${WANTED} ${fallback('pairs', '@> w.pair')} union ${fallback('keys', '? w.key')};`,
  ],
  'scope_resources()': ['setof uuid', `${NO_TAGS} return query with ${WANTED} ${tagged('t.id', 'resource')};`],
  'scope_tagged_accounts()': [
    'setof uuid',
    `${NO_TAGS} return query with ${WANTED} ${tagged('t.account_id', 'resource')}
     union ${tagged('unnest(t.account_ids)', 'tag_set')};`,
  ],
  'scope_pairs()': ['jsonb[]', `${WORDS} return (with ${WANTED} select array_agg(pair) from pairs);`],
  'scope_keys()': ['text[]', `${WORDS} return (with ${WANTED} select array_agg(key) from keys);`],
};

/** Up to so many resources of the scope whose names, native ids or tags match: a search that policies keep from its index. */
const FOUND = `
  create or replace function found_resources(pattern text, most int) returns setof uuid language plpgsql stable
  security definer set plan_cache_mode = force_custom_plan`;
const FOUND_BODY = `
  declare
    accounts uuid[] := array(select scope_accounts());
    pairs jsonb[] := scope_pairs();
    keys text[] := scope_keys();
  begin
    return query select r.id from resource r where r.search like pattern
      and (r.account_id = any (accounts) or r.tags @> any (pairs) or r.tags ?| keys) limit most;
  end`;

/**
 * What the scope of a transaction names, by the transaction's settings; nothing where it names nothing. These run as the
 * owner of the tables, whom no policy holds: a policy that asked another table as the caller would ask in a circle, and
 * without that table's indexes.
 */
export async function createScopeFunctions(runner: QueryRunner, schema: string): Promise<void> {
  const path = `set search_path = ${schema}, pg_temp`;
  for (const [signature, [returns, body]] of Object.entries(FUNCTIONS))
    await runner.query(`create or replace function ${signature} returns ${returns} language plpgsql stable
      security definer ${path} as $$ declare ${body} end $$`);
  await runner.query(`${FOUND} ${path} as $$ ${FOUND_BODY} $$`);
}

/** As the catalogue names them. */
export const SCOPE_FUNCTIONS = [...Object.keys(FUNCTIONS), 'found_resources(text,integer)'];

export const dropScopeFunctions = SCOPE_FUNCTIONS.map((name) => `drop function if exists ${name};`).join(' ');
