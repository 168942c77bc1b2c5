import { operations, type Asked, type Operation } from '../openapi.js';
import type { Chance } from './chance.js';
import { oddJson, TEXTS, valueFor, type Known } from './values.js';

export interface Request {
  method: string;
  path: string;
  headers: Record<string, string>;
  body?: string;
}

/** GraphQL is fuzzed by its own schema, and `/demo`, which takes nothing, makes months of bills each time. */
const ELSEWHERE = ['/graphql', '/demo'];

export const restOperations = operations.filter(({ path }) => !ELSEWHERE.includes(path));

/** Half a surrogate cannot be written into a URL, and some servers are sent bytes that are no text. */
const LONE = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;
const encoded = (value: string, chance: Chance) =>
  chance.happens(0.01) ? chance.of(['%', '%zz', '%ff', '%00', '%c0%af']) : encodeURIComponent(value.replace(LONE, '?'));

const asText = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value));

function pathOf({ path, parameters }: Operation, chance: Chance, known: Known): string {
  return path.replace(/\{(\w+)\}/g, (_whole, name: string) => {
    const { schema } = parameters.find((asked) => asked.name === name)!;
    const value =
      name === 'name' && chance.happens(0.5) ? chance.of(known.jobs) : asText(valueFor(schema, chance, known));
    // An empty segment would be another route, and dots are resolved before they are sent.
    return encoded(/^\.*$/.test(value) ? 'none' : value, chance);
  });
}

const NAMES: ((name: string) => string)[] = [
  (name) => `${name}[]`,
  (name) => `${name}[a]`,
  (name) => `not.${name}`,
  (name) => `not.not.${name}`,
  () => '__proto__',
  () => 'tag.',
  () => 'tag.__proto__',
  () => 'constructor',
];

/** Nobody waits for a minute here. */
const LONG_WAIT = /^\s*\+?0*([2-9]|\d{2,})(\.|e|$)/;

function words({ name, schema }: Asked, chance: Chance, known: Known): string[] {
  const key = chance.happens(0.05)
    ? chance.of(NAMES)(name)
    : name.replace('KEY', chance.of(['team', 'vault', '', 'a.b']));
  const value = chance.happens(0.25) ? chance.of(TEXTS) : valueFor(schema, chance, known);
  const values = [value].flat().map(asText);
  const kept = name === 'wait' ? values.map((each) => (LONG_WAIT.test(each) ? '0' : each)) : values;
  return kept.map((each) => `${encodeURIComponent(key)}=${encoded(each, chance)}`);
}

function queryOf({ parameters }: Operation, chance: Chance, known: Known): string {
  const asked = chance.some(
    parameters.filter((each) => each.in === 'query'),
    chance.of([0.1, 0.3, 0.6]),
  );
  const all = asked.flatMap((each) => words(each, chance, known));
  if (chance.happens(0.03)) all.push(`${encoded(chance.of(TEXTS), chance)}=1`);
  return all.length ? `?${all.join('&')}` : '';
}

const headerText = (value: string) => value.replace(/[^\x20-\x7e\xa0-\xff]/g, '').slice(0, 2000);

function headersOf({ parameters }: Operation, chance: Chance, known: Known): Record<string, string> {
  const asked = chance.some(
    parameters.filter((each) => each.in === 'header'),
    0.3,
  );
  const odd = chance.happens(0.1) ? { accept: headerText(chance.of(TEXTS)) } : {};
  const given = asked.map(({ name, schema }) => [
    name.toLowerCase(),
    headerText(
      asText(chance.happens(0.5) ? chance.of(['"1"', '*', '"0"', 'W/"1"', 'key-1']) : valueFor(schema, chance, known)),
    ),
  ]);
  return { ...Object.fromEntries(given), ...odd };
}

const BROKEN = ['', '{', '{"a":', 'null', '[]', '"text"', '1', '\u0000', '{"a":1}}', '[1,]', '{"__proto__":1}'];
const TYPES = [
  'text/plain',
  'application/xml',
  'application/x-www-form-urlencoded',
  'multipart/form-data',
  'multipart/form-data; boundary=x',
  'application/json; charset=utf-16',
  'text/csv',
  'application/gzip',
  'application/vnd.apache.parquet',
  '*/*',
  'nonsense',
];
const FILES = [
  '',
  'a,b\n1,2\n',
  'BilledCost,BilledCost\n1,1\n',
  'BilledCost,BillingCurrency\n1\n',
  '\ufeffBilledCost\n',
  'PAR1\u0000\u0000PAR1',
  '\u001f\u008b\u0008broken',
  '--x\r\ncontent-disposition: form-data; name="file"; filename="../x"\r\n\r\na\r\n--x--\r\n',
];

/** Broken JSON, or a body of another type than the route takes. */
function oddBody(taken: string[], chance: Chance) {
  const isJson = chance.happens(0.4);
  const type = isJson ? 'application/json' : chance.of([...TYPES, ...taken]);
  return { body: chance.of(isJson ? BROKEN : [...FILES, ...BROKEN]), headers: { 'content-type': type } };
}

function bodyOf({ told }: Operation, chance: Chance, known: Known): Pick<Request, 'body' | 'headers'> {
  const content = told.requestBody?.content;
  const schema = content?.['application/json']?.schema;
  if (schema && chance.happens(0.75)) {
    const value = chance.happens(0.1) ? oddJson(chance) : valueFor(schema, chance, known);
    return { body: JSON.stringify(value), headers: { 'content-type': 'application/json' } };
  }
  if (!content && chance.happens(0.8)) return { headers: {} };
  return oddBody(Object.keys(content ?? {}), chance);
}

/** One request to a route, after its description in `openapi.json` and beside it. */
export function restRequest(operation: Operation, chance: Chance, known: Known): Request {
  const { method } = operation;
  const { body, headers } = method === 'GET' ? { headers: {} } : bodyOf(operation, chance, known);
  const path = `${pathOf(operation, chance, known)}${queryOf(operation, chance, known)}`;
  return { method, path, body, headers: { ...headersOf(operation, chance, known), ...headers } };
}
