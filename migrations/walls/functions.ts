import type { QueryRunner } from 'typeorm';

const WORDS = `tags jsonb := nullif(current_setting('cloudgov.tags', true), '');`;

/** The pairs that `cloudgov.tags` names, such as `{"team": "payments"}`; null of keys that it names without values. */
const PARTS = `
  select w ->> 'key' as key, case when v is not null then jsonb_build_object(w ->> 'key', v) end as pair
  from jsonb_array_elements(tags) w left join lateral jsonb_array_elements(w -> 'values') v on true`;

/** Part by part, and pairs apart from keys, so that each question is one of an index on tags. */
const ofEach = (question: (bears: string) => string) => `
    ${WORDS} part record;
  begin
    if tags is null then return; end if;
    for part in ${PARTS} loop
      if part.pair is not null then return query ${question('@> part.pair')};
      else return query ${question('? part.key')}; end if;
    end loop;
  end`;

const tagged = (what: string, table: string) => (bears: string) =>
  `select ${what} from ${table} t where t.tags ${bears}`;

/** Where the resource bears what the set that it was billed under does not say at all. */
const fallbacks = (bears: string) => `
  select b.* from resource r join resource_tag_set b on b.resource_id = r.id join tag_set t on t.id = b.tag_set_id
  where r.tags ${bears} and not t.tags ? part.key`;

const accountsTagged = (bears: string) => `
  ${tagged('t.account_id', 'resource')(bears)} union ${tagged('unnest(t.account_ids)', 'tag_set')(bears)}`;

const FUNCTIONS: Record<string, [returns: string, body: string]> = {
  'scope_accounts()': [
    'setof uuid',
    `words text[] := nullif(current_setting('cloudgov.accounts', true), '');
     begin
       if words is null or words = '{}' then return; end if;
       return query select a.id from cloud_account a where a.id::text = any(words) or a.external_id = any(words);
     end`,
  ],
  'scope_tag_sets()': ['setof int', ofEach(tagged('t.id', 'tag_set'))],
  'scope_fallbacks()': ['setof resource_tag_set', ofEach(fallbacks)],
  'scope_resources()': ['setof uuid', ofEach(tagged('t.id', 'resource'))],
  'scope_tagged_accounts()': ['setof uuid', ofEach(accountsTagged)],
  'scope_pairs()': [
    'jsonb[]',
    `${WORDS} begin return (select array_agg(pair) from (${PARTS}) p where pair is not null); end`,
  ],
  'scope_keys()': ['text[]', `${WORDS} begin return (select array_agg(key) from (${PARTS}) p where pair is null); end`],
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
      security definer ${path} as $$ declare ${body} $$`);
  await runner.query(`${FOUND} ${path} as $$ ${FOUND_BODY} $$`);
}

/** As the catalogue names them. */
export const SCOPE_FUNCTIONS = [...Object.keys(FUNCTIONS), 'found_resources(text,integer)'];

export const dropScopeFunctions = SCOPE_FUNCTIONS.map((name) => `drop function if exists ${name};`).join(' ');
