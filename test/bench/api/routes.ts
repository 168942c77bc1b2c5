import { addMonths, type Day } from '#common';
import { ACCOUNTS, REGIONS, RESOURCE_PREFIX, RESOURCES, SERVICES, TEAMS } from './seed-inventory.js';

export interface Ask {
  path: string;
  body?: object;
}

/** After so many askings a route has asked all its questions that it repeats. */
export const QUESTIONS = 10;

/** One line of the table: what is asked, the n-th time it is asked. */
export interface Route {
  name: string;
  ask: (n: number) => Ask;
}

/** One asking of a route in so many is a question that nobody has asked before. */
export const NEW_EVERY = 25;

/** The askings of a route, one after the other, and those among them that repeat an earlier one. */
export const everyOne = (n: number) => n;
export const repeating = (n: number) => n + Math.floor(n / (NEW_EVERY - 1));

/** Which new question the n-th asking is, from 0; undefined where it repeats an old one. */
const newOne = (n: number) => (n % NEW_EVERY === NEW_EVERY - 1 ? (n + 1) / NEW_EVERY - 1 : undefined);

/** Parts of the estate that nobody has asked about yet, by turns of each kind. */
const NEW_PARTS = [
  (k: number) => `tag.team=team-${(4 + k) % TEAMS}`,
  (k: number) => `account=account-${(4 + k) % ACCOUNTS}`,
  (k: number) => `service=${encodeURIComponent(`Service ${(4 + k) % SERVICES}`)}`,
  (k: number) => `region=region-${k % REGIONS}`,
];

/**
 * Of those that repeat, every other question is the plain one that a page opens with; the rest narrow it to one of four
 * parts of the estate, as the people of those parts do again and again.
 */
const NARROWINGS = [3].flatMap((k) => [
  `account=account-${k % ACCOUNTS}`,
  `service=${encodeURIComponent(`Service ${k % SERVICES}`)}`,
  `tag.team=team-${k % TEAMS}`,
  `provider=${['aws', 'azure', 'gcp'][k % 3]}`,
]);

function narrowed(path: string, n: number): string {
  const k = newOne(n);
  if (k === undefined && n % 2 === 0) return path;
  const part = k === undefined ? NARROWINGS[((n - 1) / 2) % NARROWINGS.length]! : NEW_PARTS[k % NEW_PARTS.length]!(k);
  return `${path}${path.includes('?') ? '&' : '?'}${part}`;
}

const get = (name: string, path: string | ((n: number) => string)): Route => ({
  name: `GET ${name}`,
  ask: (n) => ({ path: typeof path === 'string' ? path : path(n) }),
});
const filtered = (path: string): Route => get(path, (n) => narrowed(path, n));
const graphql = (name: string, query: string, variables: (n: number) => object = () => ({})): Route => ({
  name: `GraphQL ${name}`,
  ask: (n) => ({ path: '/graphql', body: { query, variables: variables(n) } }),
});

const newFilter = (n: number) => {
  const k = newOne(n);
  return k === undefined ? null : { accounts: [`account-${(10 + k) % ACCOUNTS}`] };
};

const resource = (n: number) => RESOURCE_PREFIX + (1 + ((n * 7919) % RESOURCES)).toString(16).padStart(12, '0');

const inventory = (): Route[] => [
  filtered('/inventory'),
  filtered('/inventory?sort=-monthlyCost'),
  filtered('/inventory?sort=name&limit=100'),
  get(
    '/inventory?region&type&sort=-lastSeenAt',
    (n) => `/inventory?region=region-${n % 24}&type=type-${n % 100}&sort=-lastSeenAt`,
  ),
  get('/inventory?q', (n) => `/inventory?q=host-${n * 37}`),
  get('/inventory?untagged', '/inventory?untagged=true'),
  filtered('/inventory/summary'),
  get('/inventory/:id', (n) => `/inventory/${resource(n)}`),
  get('/inventory/:id/history', (n) => `/inventory/${resource(n)}/history`),
  get('/inventory/:id/relations', (n) => `/inventory/${resource(n)}/relations`),
  get('/inventory/accounts', '/inventory/accounts'),
];

const year = (lastMonth: Day) => `from=${addMonths(lastMonth, -11)}&to=${addMonths(lastMonth, 1)}`;

const cost = (lastMonth: Day): Route[] => [
  filtered('/cost/summary'),
  filtered('/cost/summary?groupBy=service&granularity=daily'),
  filtered('/cost/summary?groupBy=account'),
  filtered('/cost/summary?groupBy=region'),
  filtered('/cost/summary?groupBy=tag:team'),
  filtered('/cost/summary?groupBy=tag:app&granularity=daily'),
  filtered('/cost/summary?groupBy=resource'),
  filtered('/cost/summary?groupBy=sku'),
  {
    ...filtered(`/cost/summary?${year(lastMonth)}&groupBy=service&granularity=monthly`),
    name: 'GET /cost/summary, 12 months by service, monthly',
  },
  {
    ...filtered(`/cost/summary?${year(lastMonth)}&granularity=daily`),
    name: 'GET /cost/summary, 12 months, daily',
  },
  filtered('/cost/forecast'),
  filtered('/cost/drivers'),
  filtered('/cost/drivers?groupBy=account,service'),
];

const RESOURCES_WITH_ACCOUNT =
  'query($q: String) { resources(first: 50, q: $q) { totalCount nodes { id name monthlyCost account { name } } } }';

const others = (): Route[] => [
  get('/cost/imports', '/cost/imports'),
  get('/health/ready', '/health/ready'),
  get('/jobs', '/jobs'),
  get('/jobs/runs', '/jobs/runs'),
  get('/audit', '/audit'),
  get('/audit?actor', (n) => `/audit?actor=token:person-${n % 50}`),
  graphql('resources with account', RESOURCES_WITH_ACCOUNT),
  graphql('resources with account, by name', RESOURCES_WITH_ACCOUNT, (n) => ({ q: `host-${n * 41}` })),
  graphql(
    'costSummary and costForecast',
    `
      query ($g: [String!], $f: Filter) {
        costSummary(groupBy: $g, granularity: daily, filter: $f) {
          currencies {
            currency
            total
            groups {
              key
              total
              points {
                date
                amount
              }
            }
          }
        }
        costForecast(filter: $f) {
          currencies {
            currency
            total {
              mean
              lower
              upper
            }
          }
        }
      }
    `,
    (n) => ({ g: [['service'], ['account'], ['region']][n % 3], f: newFilter(n) }),
  ),
  graphql(
    'budgets with status',
    '{ budgets(first: 10) { totalCount nodes { name limit status { state spent percentUsed topDrivers { name amount } } } } }',
  ),
  graphql('inventorySummary', '{ inventorySummary { count byProvider { key count } } }'),
];

const budgetAt = (n: number) => {
  const k = newOne(n);
  return k === undefined ? n % QUESTIONS : QUESTIONS + k;
};

const budgets = (ids: string[]): Route[] => [
  get('/budgets', '/budgets'),
  get('/budgets/:id', (n) => `/budgets/${ids[n % QUESTIONS]}`),
  get('/budgets/:id/status', (n) => `/budgets/${ids[budgetAt(n)]}/status`),
];

/** `ids` are those of the budgets; none where the application knows no budgets. */
export const routesOf = (lastMonth: Day, ids: string[]): Route[] => [
  ...inventory(),
  ...cost(lastMonth),
  ...(ids.length ? budgets(ids) : []),
  ...others(),
];
