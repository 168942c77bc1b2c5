/** What a caller of a part of the estate may see of a table: a condition on its row, in two kinds where writing differs. */
export type Rule = string | { see: string; add: string };

const setting = (name: string) => `nullif(current_setting('cloudgov.${name}', true), '')`;
const words = `(select unnest(${setting('accounts')}::text[]))`;
const isOwn = (column: string) => `${column} = (select ${setting('actor')})`;

/** Sub-selects without a reference to the row: they are asked once for each statement, and looked up for each row. */
const IN_ACCOUNTS = 'account_id in (select scope_accounts())';
const BEARS = 'tags @> any ((select scope_pairs())::jsonb[]) or tags ?| (select scope_keys())';
const FALLBACKS = 'select resource_id, tag_set_id from scope_fallbacks()';
const TAGGED = {
  'tag_set_id integer': 'tag_set_id in (select scope_tag_sets())',
  'resource_id uuid': 'resource_id in (select scope_resources())',
};

/** A scope of accounts alone is spared the questions about tags. */
const orByTag = (...rules: string[]) => ` or (select ${setting('tags')} is not null) and (${rules.join(' or ')})`;

/** Tables whose rows belong to the estate in a way that no column `account_id` tells. */
const RULES: Record<string, Rule> = {
  cloud_account: `id::text in ${words} or external_id in ${words}${orByTag('id in (select scope_tagged_accounts())')}`,
  // Its own tags tell sooner than a list of all that bear them.
  resource: IN_ACCOUNTS + orByTag(BEARS),
  resource_ref: IN_ACCOUNTS + orByTag('id in (select scope_resources())'),
  resource_relation: IN_ACCOUNTS + orByTag('from_id in (select scope_resources())'),
  tag_set: `account_ids && (select array(select scope_accounts()))${orByTag(
    'id in (select scope_tag_sets())',
    'id in (select tag_set_id from scope_fallbacks())',
  )}`,
  // A budget is seen by callers of the very scope that it counts.
  budget: `made_by in (select jsonb_array_elements(${setting('scopes')}::jsonb))`,
  budget_firing: 'exists (select from budget b where b.id = budget_id)',
  // A bill covers every account, and a model is kept for whoever asks next: both are read for a caller, never by one.
  cost_import: 'false',
  quarantined_row: 'false',
  statement: 'false',
  forecast_model: 'false',
  // Asked by the sandbox alone, for whoever may ask a cloud.
  sandbox_change: 'false',
  // These belong to no account: whoever does not see them all sees what they themselves caused.
  audit_entry: { see: isOwn('actor_id'), add: 'true' },
  idempotency_key: isOwn('actor_id'),
  job_run: isOwn('requested_by_id'),
  saved_view: `is_shared or ${isOwn('created_by_id')}`,
  inventory_sync: isOwn('created_by_id'),
};

/** Tables without a policy, and why they need none. */
export const OPEN: Record<string, string> = {
  migrations: 'names of migrations',
  inventory_write: 'a counter without any word',
  audit_pending: 'ids of entries',
  audit_seal: 'ids and hashes of entries',
  audit_head: 'hashes and signatures',
  audit_segment: 'hashes and signatures',
  audit_stream: 'how far each stream has come',
  person: 'who may sign in; told to whom may read access, wherever that holds',
  session: 'hashes of cookies, looked up before anybody is known',
  sign_in_link: 'hashes of links, looked up before anybody is known',
  sign_in_attempt: 'hashes of states, looked up before anybody is known',
  tag_rule: 'what is expected of tags, of nobody’s in particular',
  owner_rule: 'which tags say an owner',
  secret: 'ciphertexts, whose key is not in the database',
  role: 'names of permissions',
  role_binding: 'who may do what; told to whom may read access, wherever that holds',
  machine_token: 'hashes, and who made them; told to whom may read tokens, wherever that holds',
  elevation: 'who asked for which role; told to whom may read access, wherever that holds',
};

/** The rule of a table with these columns, each a name and a type; undefined where its rows belong to nobody. */
export function ruleOf(table: string, columns: readonly string[]): Rule | undefined {
  if (table in RULES) return RULES[table];
  if (!columns.includes('account_id uuid')) return undefined;
  const tagged = Object.entries(TAGGED).flatMap(([column, rule]) => (columns.includes(column) ? [rule] : []));
  // A charge that does not say the scope's tag at all is its resource's.
  if (columns.includes('resource_uid uuid')) tagged.push(`(resource_uid, tag_set_id) in (${FALLBACKS})`);
  return tagged.length ? IN_ACCOUNTS + orByTag(...tagged) : IN_ACCOUNTS;
}

/** What a caller of a part may do to a table, where it is less: a set of tags may be others' as well, whose ids are not told. */
export const LESS_IN_PART: Record<string, string> = { tag_set: 'select (id, hash, tags)' };

/** What may be done to a table, where it is less than reading and writing. */
export const LESS: Record<string, string> = {
  migrations: 'select',
  audit_entry: 'select, insert',
  audit_seal: 'select, insert',
  audit_head: 'select, insert',
  audit_segment: 'select, insert',
  audit_pending: 'select, insert, delete',
};
