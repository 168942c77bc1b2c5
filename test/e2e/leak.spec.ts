import type { Scope } from '#common';
import { isNonNullType } from 'graphql';
import { startApp, type TestApp } from '../support/app.js';
import { queryFields, selection, type Field } from '../support/graphql-schema.js';
import { operations, type Asked, type Operation } from '../support/openapi.js';
import {
  CANARY,
  deliverForeign,
  deliverOwn,
  FOREIGN,
  idFor,
  idsOf,
  KEEPING,
  measureForeign,
  measureOwn,
  OWN,
  type Ids,
} from '../support/two-accounts.js';

/** Estate-wide by nature, and the contract itself. */
const OUTSIDE = ['/metrics', '/docs', '/openapi.json'];

const gets = operations.filter(
  ({ method, path, isPublic }) => method === 'GET' && !isPublic && !OUTSIDE.includes(path),
);

const DAYS = 'from=2026-09-01&to=2026-11-01';

/** What a caller could try in order to see the other account: by name, by exclusion, by grouping. */
const TRIES: Record<string, string[]> = {
  account: [`account=${FOREIGN}`, `account=${OWN}&account=${FOREIGN}`, `not.account=${OWN}`],
  provider: ['provider=aws', 'not.provider=azure'],
  region: ['region=canary-region-1'],
  service: ['service=Canary%20service%201', 'not.service=none'],
  resource: ['resource=canary-resource-1'],
  'tag.KEY': ['tag.hidden=*', 'tag.team=canary%20team', 'not.tag.team=own', 'not.tag.hidden=*'],
  groupBy: [
    'service',
    'account',
    'region',
    'provider',
    'category',
    'resource',
    'type',
    'sku',
    'tag:vault',
    'tag:hidden',
  ]
    .map((word) => `groupBy=${word}`)
    .concat('groupBy=account,service,tag:team'),
  q: ['q=canary', 'q=c', 'q=resource'],
  untagged: ['untagged=true', 'untagged=false'],
  from: [DAYS, 'from=2026-10-01&to=2026-11-01'],
  level: ['level=95'],
  metric: [`metric=memory&${DAYS}`],
  step: [`step=86400&${DAYS}`],
  horizon: ['horizon=60'],
};

function triesOf({ name, schema }: Asked): string[] {
  const known = TRIES[name];
  if (known) return known;
  return (schema.enum ?? []).filter((word: unknown) => word !== 'parquet').map((word: string) => `${name}=${word}`);
}

/** Each route as it is, and once for each try; with dates, where it takes them. */
function urlsOf({ path, parameters }: Operation, ids: Ids): string[] {
  const place = path.replace('{id}', idFor(path, ids)).replace('{name}', 'viewer');
  const queries = parameters.filter((asked) => asked.in === 'query');
  const days = queries.some(({ name }) => name === 'from') ? `&${DAYS}` : '';
  const tries = queries.flatMap(triesOf).map((words) => (words.includes('from=') ? words : `${words}${days}`));
  return [place, ...tries.map((words) => `${place}?${words}`)];
}

const FILTERS = [
  `{ accounts: ["${FOREIGN}"] }`,
  `{ not: { accounts: ["${OWN}"] } }`,
  '{ tags: { hidden: [] } }',
  '{ not: { tags: { team: ["own"] } } }',
  '{ services: ["Canary service 1"] }',
  '{ resources: ["canary-resource-1"] }',
];
const GROUPS = ['["account"]', '["resource"]', '["service", "region"]', '["tag:vault"]', '["sku"]'];

/** Each field with all that it has, as it is, and once for each filter and grouping that it takes. */
function queriesOf({ name, args, type }: Field, ids: Ids): string[] {
  const has = (word: string) => args.some((arg) => arg.name === word);
  const fixed = args.filter((arg) => isNonNullType(arg.type)).map((arg) => `${arg.name}: "${idFor(name, ids)}"`);
  if (has('from')) fixed.push('from: "2026-09-01", to: "2026-11-01"');
  const filters = has('filter') ? FILTERS.map((filter) => `filter: ${filter}`) : [];
  const groups = has('groupBy') ? GROUPS.map((group) => `groupBy: ${group}`) : [];
  const searches = has('q') ? ['q: "canary"'] : [];
  return ['', ...filters, ...groups, ...searches].map((more) => {
    const words = [...fixed, more].filter(Boolean).join(', ');
    return `{ ${name}${words && `(${words})`}${selection(type, 4)} }`;
  });
}

/** What is expected of the estate as a whole is told to all; how it is kept, of their own part. */
const EVERYBODYS = /tag-?rule/i;

/** A file of charges has no order of its own. */
const sorted = (body: unknown) => (typeof body === 'string' ? body.split('\n').sort() : body);

/** What the clock alone changes. */
const still = (text: string) => text.replace(/"(nextRunAt|from|to)":"[^"]*T[^"]*"/g, '"$1":"…"');

/** Enough of both answers to see where they part. */
function differenceOf(question: string, one: string, other: string) {
  const at = [...one].findIndex((sign, index) => other[index] !== sign);
  return [question, one.slice(Math.max(at - 100, 0), at + 200), other.slice(Math.max(at - 100, 0), at + 200)];
}

const SCOPES: [string, Scope][] = [
  ['one account', { kind: 'accounts', accounts: [OWN] }],
  ['one tag', { kind: 'tag', key: 'team', values: ['own'] }],
];

let test: TestApp;
let mine: Ids;
let foreign: Ids;
const tokens = new Map<string, string>();
/** Exports are recorded, so another token of the same scope asks for them, and `/audit` stays as it was. */
const exporters = new Map<string, string>();
const before = new Map<string, string>();

/** The audit log holds all that its asker has exported, named, and been refused, so each has an asker of its own. */
function tokenFor(name: string, question: string): string {
  if (/^(\/audit|{ auditEntries)/.test(question)) return test.scoped(SCOPES.find(([each]) => each === name)![1]);
  return /^\/cost\/export|format=csv/.test(question) ? exporters.get(name)! : tokens.get(name)!;
}

async function walk(name: string, ids: Ids): Promise<Map<string, string>> {
  const answers = new Map<string, string>();
  for (const url of gets.flatMap((operation) => urlsOf(operation, ids))) {
    const who = tokenFor(name, url);
    const { status, body } = await test.rest('GET', url, undefined, { authorization: `Bearer ${who}` });
    answers.set(url, still(`${status} ${JSON.stringify(sorted(body))}`));
  }
  for (const query of queryFields.flatMap((field) => queriesOf(field, ids)))
    answers.set(query, still(JSON.stringify(await test.graphql(query, {}, tokenFor(name, query)))));
  return answers;
}

beforeAll(async () => {
  test = await startApp({ env: KEEPING });
  await deliverOwn(test);
  await measureOwn(test);
  mine = await idsOf(test, OWN, 'own');
  for (const [name, scope] of SCOPES) {
    tokens.set(name, test.scoped(scope));
    exporters.set(name, test.scoped(scope));
    const answers = await walk(name, mine);
    for (const [question, answer] of answers) before.set(`${name}: ${question}`, answer);
  }
  await deliverForeign(test);
  await measureForeign(test);
  foreign = await idsOf(test, FOREIGN, 'canary');
}, 240_000);

afterAll(() => test.close());

describe.each(SCOPES)('a caller who sees %s', (name) => {
  it('is answered the same, on every route and field, whether or not there is another account', async () => {
    const after = await walk(name, mine);
    const changed = [...after].filter(
      ([question, answer]) => !question.startsWith('/audit/export') && before.get(`${name}: ${question}`) !== answer,
    );
    expect(
      changed.map(([question, answer]) => differenceOf(question, before.get(`${name}: ${question}`)!, answer)),
    ).toEqual([]);
    const told = new RegExp([CANARY.source, ...Object.values(foreign)].join('|'), 'i');
    const leaks = [...after].filter(([question, answer]) => told.test(answer.replaceAll(question, '')));
    expect(leaks).toEqual([]);
  }, 240_000);

  it('sees something at all', async () => {
    const { body } = await test.rest('GET', `/cost/summary?${DAYS}`, undefined, {
      authorization: `Bearer ${tokens.get(name)}`,
    });
    expect(Number(body.currencies[0].total)).not.toBe(0);
    expect(before.get(`${name}: /inventory`)).toContain('own-resource');
    expect(before.get(`${name}: /metrics/series?step=86400&${DAYS}`)).toContain('"samples":');
  });

  it.each(gets.filter(({ path }) => path.includes('{id}') && !EVERYBODYS.test(path)).map(({ path }) => path))(
    'finds nothing at %s of the other account',
    async (path) => {
      const headers = { authorization: `Bearer ${tokens.get(name)}` };
      const { status, body } = await test.rest('GET', path.replace('{id}', idFor(path, foreign)), undefined, headers);
      expect([status, body.code]).toEqual([404, 'NOT_FOUND']);
      const whole = await test.rest('GET', path.replace('{id}', idFor(path, foreign)));
      expect(whole.status).toBe(200);
    },
  );

  it.each(
    queryFields
      .filter(({ name: field, args }) => args.some((arg) => isNonNullType(arg.type)) && !EVERYBODYS.test(field))
      .map((field) => [field.name, field] as const),
  )('finds no %s of the other account', async (_name, field) => {
    for (const query of queriesOf(field, foreign)) {
      const { data, errors } = await test.graphql(query, {}, tokens.get(name));
      expect([data, errors[0].extensions.code]).toEqual([null, 'NOT_FOUND']);
    }
  });

  it('reads no figures of the whole installation', async () => {
    const headers = { authorization: `Bearer ${tokens.get(name)}` };
    expect((await test.rest('GET', '/metrics', undefined, headers)).status).toBe(403);
  });
});
