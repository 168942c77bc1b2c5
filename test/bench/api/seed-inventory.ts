/** How large the made-up estate is; the charges vary, the rest stays, so that two sizes can be compared. */
export const RESOURCES = 100_000;
export const TAG_SETS = 25_000;
export const SKUS = 500;
export const ACCOUNTS = 40;
export const SERVICES = 50;
export const REGIONS = 24;
export const TEAMS = 40;
export const ENTRIES = 50_000;

const PROVIDER = (i: string) => `(array['aws','aws','azure','gcp'])[1 + ${i} % 4]`;
const ACCOUNT_ID = (i: string) => `('0190aaaa-0000-7000-8000-' || lpad(to_hex(${i}), 12, '0'))::uuid`;
export const RESOURCE_PREFIX = '0190bbbb-0000-7000-8000-';
const RESOURCE_ID = (i: string) => `('${RESOURCE_PREFIX}' || lpad(to_hex(${i}), 12, '0'))::uuid`;

const ACCOUNT_ROWS = `
  insert into cloud_account (id, provider, external_id, name, origin, activated_at, created_at, updated_at)
  select ${ACCOUNT_ID('i')}, ${PROVIDER('i')}, 'account-' || i, 'Account ' || i, 'bill', now(), now(), now()
  from generate_series(0, ${ACCOUNTS - 1}) i`;

const TAG_SET_ROWS = `
  insert into tag_set (hash, tags)
  select sha256(i::text::bytea), case when i = 0 then '{}' else jsonb_build_object('team', 'team-' || i % ${TEAMS},
    'env', (array['prod','stage','test','dev'])[1 + i % 4], 'app', 'app-' || i % 2500, 'owner', 'owner-' || i % 300,
    'slot', 'slot-' || i / 100) end
  from generate_series(0, ${TAG_SETS - 1}) i`;

/**
 * The estate once, as the roll-ups and the inventory both need it. A few resources live the whole 13 months, the others
 * for 1 to 21 days; a quarter of them bears no tag. An account uses 20 of the 50 services, each in one region and a
 * little in a second one (the FOCUS sample of the FinOps Foundation has 1.3 regions for each account and service). SKUs
 * are used unevenly: a tenth of them by half of the resources.
 */
const estate = (days: number, longLived: number) => `
  create unlogged table bench_estate as
  select i, ${RESOURCE_ID('i')} as id, ${ACCOUNT_ID(`i % ${ACCOUNTS}`)} as account_id, ${PROVIDER(`(i % ${ACCOUNTS})`)} as provider,
    'region-' || (i % ${ACCOUNTS} * 5 + sku % ${SERVICES} % 3 + (h / 3000 % 10 = 0)::int) % ${REGIONS} as region, 'Service ' || sku % ${SERVICES} as service,
    'Category ' || sku % ${SERVICES} % 12 as category, 'type-' || sku % 100 as type, 'sku-' || sku as sku, tag_set_id,
    case when ${PROVIDER(`(i % ${ACCOUNTS})`)} = 'azure' then 'EUR' else 'USD' end as currency, first::int as first, last::int as last, h, (h % 100000)::int as host,
    1 + h % 9973 / 1000.0 as price
  from (select i, h, (i % ${ACCOUNTS} * 7 + h % 20) % ${SERVICES} + ${SERVICES} * case when h / 20 % 2 = 0 then 0 else h / 40 % ${SKUS / SERVICES} end as sku,
      case when h / 400 % 4 = 0 then (select id from tag_set where tags = '{}') else 1 + i * 31 % ${TAG_SETS} end as tag_set_id,
      case when h % 1000 < ${longLived} then 0 else h / 1000 % ${days} end as first,
      case when h % 1000 < ${longLived} then ${days} - 1 else least(${days} - 1, h / 1000 % ${days} + h / 7 % 21) end as last
    from (select i, abs(hashint8(i)::bigint) as h from generate_series(1, ${RESOURCES}) i) hashed) drawn`;

const REF_ROWS = `
  insert into resource_ref (id, account_id, native_id) select id, account_id, 'arn:bench:' || i from bench_estate`;

const resourceRows = (start: string) => `
  insert into resource (id, account_id, provider, native_id, region, service, category, type, name, state, tags,
    first_seen_at, last_seen_at, monthly_cost, currency)
  select e.id, e.account_id, e.provider, 'arn:bench:' || e.i, e.region, e.service, e.category, e.type,
    'host-' || e.host, 'active', t.tags, '${start}'::date + e.first, '${start}'::date + e.last,
    round(e.price * 30, 6), e.currency
  from bench_estate e join tag_set t on t.id = e.tag_set_id order by e.i`;

const AUDIT_ROWS = `
  insert into audit_entry (id, at, actor, actor_id, action, subject_type, subject_id, after)
  select gen_random_uuid(), now() - i * interval '1 minute', 'token:person-' || i % 50, 'token:person-' || i % 50,
    (array['account.update','cost_import.activate','budget.update','job.run'])[1 + i % 4], 'account',
    ${ACCOUNT_ID(`i % ${ACCOUNTS}`)}::text, '{"name": "after"}'
  from generate_series(1, ${ENTRIES}) i`;

const JOB_ROWS = `
  insert into job_run (id, job, state, queued_at, started_at, ended_at, requested_by, requested_by_id,
    payload, due_at, max_attempts)
  select gen_random_uuid(), (array['cost.tidy','cost.forecast','cost.import'])[1 + i % 3], 'done', at, at, at, 'schedule',
    'schedule', '{}', at, 3 from (select i, now() - i * interval '5 minutes' as at from generate_series(1, 20000) i) past`;

export const inventorySql = (start: string, days: number, longLived: number): string[] => [
  ACCOUNT_ROWS,
  TAG_SET_ROWS,
  estate(days, longLived),
  REF_ROWS,
  resourceRows(start),
  AUDIT_ROWS,
  JOB_ROWS,
];
