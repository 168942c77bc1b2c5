import { SqlParams, type Database } from '#data';
import type { DataSource } from 'typeorm';
import { seriesSql } from '../../../libs/metrics/src/series/series-sql.js';
import { TOKEN } from '../api/server.js';
import type { Row } from '../row.js';
import { seedResources } from './intake.js';
import { NOW, type Whose } from './samples.js';

const RAW_RESOURCES = 500;
const RAW_DAYS = 30;
const HOUR_RESOURCES = 3_000;
const HOUR_DAYS = 395;
const ASKINGS = 5;

const DAYS = `select array_agg(d::date) as days from generate_series(current_date - $1::int, current_date, '1 day') d`;

/** As samples come: all resources of one moment, then those of the next. */
const SAMPLES = `
  insert into metric_sample (account_id, resource_id, metric, at, value)
  select r.account_id, r.id, 'cpu', t, 20 + 15 * sin(extract(epoch from t) / 9000) + random() * 20
  from generate_series($1::date::timestamptz, $1::date::timestamptz + interval '1 day' - interval '1 second', '5 minutes') t,
    (select account_id, id from resource order by native_id limit ${RAW_RESOURCES}) r`;

/** Hours with the digest of twelve samples that differ by some 40 %. */
const HOURS = `
  insert into metric_hour (account_id, resource_id, metric, hour, samples, avg, min, max, p50, p95, p99, digest)
  select r.account_id, r.id, 'cpu', t, 12, v.v, v.v * 0.8, v.v * 1.2, v.v, v.v * 1.15, v.v * 1.2,
    array[k << 16 | 1, (k + 2) << 16 | 1, (k + 5) << 16 | 1, (k + 8) << 16 | 1, (k + 10) << 16 | 4, (k + 12) << 16 | 1,
      (k + 15) << 16 | 1, (k + 18) << 16 | 1, (k + 20) << 16 | 1]
  from generate_series($1::date::timestamptz, $1::date::timestamptz + interval '1 day' - interval '1 second', '1 hour') t,
    (select account_id, id from resource) r, lateral (select 30 + 15 * sin(extract(epoch from t) / 9000) + random() * 5 as v) v,
    lateral (select 1400 + (ln(v.v * 0.8) / 0.0200007)::int as k) k`;

async function seed(db: Database, owner: DataSource): Promise<Whose[]> {
  const whose = await seedResources(db, HOUR_RESOURCES);
  const [{ days }] = (await db.query<{ days: string[] }>(DAYS, [HOUR_DAYS])) as [{ days: string[] }];
  await db.query('select add_metric_partitions($1::date[])', [days]);
  for (const day of days) await db.query(HOURS, [day]);
  for (const day of days.slice(-RAW_DAYS)) await db.query(SAMPLES, [day]);
  await owner.query('vacuum analyze metric_sample');
  await owner.query('vacuum analyze metric_hour');
  return whose;
}

const middle = (numbers: number[]) => [...numbers].sort((one, other) => one - other)[Math.floor(numbers.length / 2)]!;

/** Milliseconds that the database says it takes, planned and executed, as the application asks it. */
async function explained(db: Database, query: URLSearchParams, whose: readonly Whose[]): Promise<number> {
  const [from, step] = [Date.parse(query.get('from')!), Number(query.get('step'))];
  const id = query.get('resourceId');
  const asked = id ? whose.slice(37, 38) : query.get('type') ? whose.slice(0, RAW_RESOURCES) : whose;
  const params = new SqlParams();
  const span = { from: from - (from % (step * 1000)), to: NOW, step };
  const sql = seriesSql({ whose: asked, metric: 'cpu', span, stat: (query.get('stat') ?? 'avg') as 'avg' }, params);
  const times: number[] = [];
  for (let n = 0; n < 3; n++) {
    const [row] = await db.query<{ 'QUERY PLAN': { 'Planning Time': number; 'Execution Time': number }[] }>(
      `explain (analyze, timing off, format json) ${sql}`,
      params.values,
    );
    const { 'Planning Time': planning, 'Execution Time': execution } = row!['QUERY PLAN'][0]!;
    times.push(planning + execution);
  }
  return middle(times);
}

/** The median of some askings over HTTP, the first left out. */
async function asked(url: string, query: string, resources: readonly string[]): Promise<number> {
  const times: number[] = [];
  for (let n = 0; n <= ASKINGS; n++) {
    const since = performance.now();
    const path = `/metrics/series?${query.replace('{id}', resources[n * 37]!)}`;
    const answer = await fetch(url + path, { headers: { authorization: `Bearer ${TOKEN}` } });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${path}: ${text}`);
    if (n) times.push(performance.now() - since);
  }
  return middle(times);
}

const since = (days: number) => `from=${new Date(NOW - days * 86_400_000).toISOString()}`;

const QUESTIONS: [string, string][] = [
  ['one resource, a day of samples, every 5 minutes', `resourceId={id}&step=300&${since(1)}`],
  ['one resource, 30 days of samples, every 15 minutes', `resourceId={id}&step=900&${since(29)}`],
  ['… p95', `resourceId={id}&step=900&stat=p95&${since(29)}`],
  ['one resource, 30 days of hours', `resourceId={id}&step=3600&${since(30)}`],
  ['one resource, 13 months by day', `resourceId={id}&step=86400&${since(390)}`],
  ['… p95', `resourceId={id}&step=86400&stat=p95&${since(390)}`],
  ['500 resources together, a day of samples, every 5 minutes', `type=raw&step=300&${since(1)}`],
  ['500 resources together, 30 days of samples, every 15 minutes', `type=raw&step=900&${since(29)}`],
  ['3,000 resources together, a day of hours', `step=3600&${since(1)}`],
  ['3,000 resources together, 30 days of hours, by day', `step=86400&${since(30)}`],
  ['… p95', `step=86400&stat=p95&${since(30)}`],
];

const SIZES = `
  select sum(pg_table_size(c.oid))::float8 as heap, sum(pg_indexes_size(c.oid))::float8 as indexes, sum(c.reltuples)::float8 as n
  from pg_class c where c.relkind = 'r' and c.relname like $1`;

async function sizeOf(owner: DataSource, table: string, name: string): Promise<Row[]> {
  const [size] = await owner.query<{ heap: number; indexes: number; n: number }[]>(SIZES, [`${table}\\_2%`]);
  const { heap, indexes, n } = size!;
  return [
    { name: `${name}: rows`, value: Math.round(n), unit: '' },
    {
      name: `${name}: table, index`,
      value: `${Math.round(heap / n)}, ${Math.round(indexes / n)}`,
      unit: 'bytes a row',
    },
  ];
}

/** 500 resources with 30 days of samples every five minutes, and 3,000 with 13 months of hours. */
export async function seriesRows(db: Database, owner: DataSource, url: string): Promise<Row[]> {
  const whose = await seed(db, owner);
  await owner.query(`update resource set type = 'raw' where native_id < 'i-00000500'`);
  const rows: Row[] = [
    ...(await sizeOf(owner, 'metric_sample', 'samples')),
    ...(await sizeOf(owner, 'metric_hour', 'hours')),
  ];
  const ids = whose.slice(0, RAW_RESOURCES).map(({ id }) => id);
  for (const [name, query] of QUESTIONS) {
    const explain = await explained(db, new URLSearchParams(query), whose);
    const http = await asked(url, query, ids);
    rows.push({ name, value: `${explain.toFixed(1)}, ${http.toFixed(1)}`, unit: 'ms by EXPLAIN ANALYZE, over HTTP' });
  }
  return rows;
}
