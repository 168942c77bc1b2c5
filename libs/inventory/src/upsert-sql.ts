/** What a newer bill may say otherwise, and how it is kept in the history. */
const TOLD = ['name', 'region', 'service', 'category', 'type', 'tags'] as const;
const WORDS = TOLD.filter((word) => word !== 'tags');

/** A resource that its cloud has told keeps the cloud's words; of a bill it takes the tags, over which the cloud's win. */
const ofCloud = (row: string) => `${row}.listing_id is not null`;

/** The newest day that a bill names the resource; of one that its cloud tells, last_seen_at is something else. */
const billed = (row: string) => `coalesce(${row}.billed_at, ${row}.last_seen_at)`;

const said = (word: string, given: string, row: string) =>
  word === 'tags'
    ? `case when ${ofCloud(row)} then ${given}.tags || ${row}.cloud_tags else ${given}.tags end`
    : `case when ${ofCloud(row)} then ${row}.${word} else ${given}.${word} end`;

const compared = TOLD.map((word) => `('${word}', to_jsonb(r.${word}), to_jsonb(${said(word, 'g', 'r')}))`).join(', ');

/** One row for each word that `given` says otherwise than an older bill did, dated to the start of the newer. */
export const CHANGES_SQL = `
  insert into resource_change (account_id, resource_id, at, field, before, after, source)
  select g.account_id, g.id, g.first_seen_at, f.field, f.before, f.after, 'bill'
  from given g join resource r on r.id = g.id, lateral (values ${compared}) f (field, before, after)
  where g.last_seen_at >= ${billed('r')} and f.before is distinct from f.after
  on conflict (account_id, resource_id, at, field) do update set after = excluded.after`;

/** One row for each resource that had been withdrawn and is named again. */
export const returnsSql = (at: string) => `
  insert into resource_change (account_id, resource_id, at, field, before, after, source)
  select g.account_id, g.id, ${at}, 'state', to_jsonb(r.state), '"billed"', 'bill'
  from given g join resource r on r.id = g.id where r.state = 'withdrawn'
  on conflict do nothing`;

const newest = (word: string) =>
  `${word} = case when excluded.last_seen_at >= ${billed('resource')} then ${said(word, 'excluded', 'resource')} else resource.${word} end`;

const row = (of: string, words: readonly string[]) => `(${words.map((word) => `${of}.${word}`).join(', ')})`;

/** Whether a bill of the same day says anything that is not known. */
const OTHERWISE = `case when ${ofCloud('resource')} then excluded.tags is distinct from resource.bill_tags
  else ${row('excluded', TOLD)} is distinct from ${row('resource', TOLD)} end`;

/**
 * Rows that say nothing new are left alone, so that the same bill again writes nothing. With `costs` the rows carry
 * `monthly_cost` and `currency` too: each index of the table is then written once, not twice.
 */
export const upsertSql = (costs: boolean) => `
  insert into resource (id, account_id, provider, native_id, region, service, category, type, name, state, tags,
    first_seen_at, last_seen_at, is_demo, retired_at, monthly_cost, currency)
  select g.id, g.account_id, a.provider, g.native_id, g.region, g.service, g.category, g.type, g.name, 'billed', g.tags,
    g.first_seen_at, g.last_seen_at, a.is_demo, a.retired_at, ${costs ? 'g.monthly_cost, g.currency' : 'null, null'}
  from given g join cloud_account a on a.id = g.account_id for share of a
  on conflict (id) do update set ${[...WORDS, 'tags'].map(newest).join(', ')},
    bill_tags = case when ${ofCloud('resource')} and excluded.last_seen_at >= ${billed('resource')} then excluded.tags
      else resource.bill_tags end,
    billed_at = case when ${ofCloud('resource')} then greatest(resource.billed_at, excluded.last_seen_at) end,
    first_seen_at = least(resource.first_seen_at, excluded.first_seen_at),
    last_seen_at = greatest(resource.last_seen_at, excluded.last_seen_at),
    state = case resource.state when 'withdrawn' then excluded.state else resource.state end,
    retired_at = case resource.state when 'withdrawn' then excluded.retired_at else resource.retired_at end
    ${costs ? ', monthly_cost = excluded.monthly_cost, currency = excluded.currency' : ''}
  where excluded.first_seen_at < resource.first_seen_at or excluded.last_seen_at > ${billed('resource')}
    or resource.state = 'withdrawn'
    ${costs ? 'or (excluded.monthly_cost, excluded.currency) is distinct from (resource.monthly_cost, resource.currency)' : ''}
    or (excluded.last_seen_at = ${billed('resource')} and ${OTHERWISE})
  returning 1`;
