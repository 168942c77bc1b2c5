import { randomUUID } from 'node:crypto';
import type { Row } from '../row.js';
import { Client, Histogram } from './load.js';
import { QUARTER, TEAM } from './part.js';
import { QUESTIONS, type Route } from './routes.js';
import { TOKEN } from './server.js';

/** How often each question is asked again. */
const AGAIN = 4;
const MOST = 1.15;

/** The clients of one caller: with neither authorization nor row-level security, and with both. */
interface Pair {
  off: Client;
  on: Client;
}

interface Times {
  off: Histogram;
  on: Histogram;
}

const times = (): Times => ({ off: new Histogram(), on: new Histogram() });

async function take(client: Client, route: Route, n: number, into: Histogram) {
  const since = performance.now();
  const status = await client.send(route.ask(n));
  if (status !== 200) throw new Error(`${route.name} answers ${status}: ${JSON.stringify(route.ask(n))}`);
  into.add(performance.now() - since);
}

/**
 * One after the other, and by turns each first, also where a route has but one question: what the machine does meanwhile,
 * and what has been read from disk before, falls on both.
 */
async function both({ off, on }: Pair, route: Route, n: number, into: Times) {
  const turns = [() => take(off, route, n, into.off), () => take(on, route, n, into.on)];
  for (const turn of (n + route.name.length) % 2 ? turns.reverse() : turns) await turn();
}

interface Compared {
  route: Route;
  first: Times;
  again: Times;
}

async function compare(pair: Pair, route: Route): Promise<Compared> {
  const compared = { route, first: times(), again: times() };
  const asked = new Set<string>();
  for (let n = 0; n < QUESTIONS; n += 1) {
    const question = JSON.stringify(route.ask(n));
    await both(pair, route, n, asked.has(question) ? compared.again : compared.first);
    asked.add(question);
    for (let more = 0; more < AGAIN; more += 1) await both(pair, route, n, compared.again);
  }
  return compared;
}

const medianOf = (histogram: Histogram) => histogram.quantile(0.5);
const sum = (of: Histogram[]) => of.reduce((all, each) => all + medianOf(each), 0);
const ms = (value: number) => value.toFixed(value < 10 ? 2 : 1);

function summary(name: string, isLimited: boolean, all: Times[]): Row {
  const [off, on] = [sum(all.map((each) => each.off)), sum(all.map((each) => each.on))];
  const value = `${ms(off)} → ${ms(on)} = × ${(on / off).toFixed(3)}`;
  return {
    name,
    value,
    unit: 'ms, off → on, the medians of all routes together',
    ...(isLimited && { must: `≤ × ${MOST}`, ok: on / off <= MOST }),
  };
}

const detail = (caller: string, { route, first, again }: Compared): Row => ({
  name: `${caller}: ${route.name}`,
  value: `${ms(medianOf(first.off))} → ${ms(medianOf(first.on))}`,
  unit: `ms, first asked, off → on; again ${ms(medianOf(again.off))} → ${ms(medianOf(again.on))}`,
});

async function tokenFor(url: string, scope: object): Promise<string> {
  const body = JSON.stringify({ name: `bench-${randomUUID()}`, roles: ['admin'], scope });
  const headers = { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' };
  const answer = await fetch(`${url}/tokens`, { method: 'POST', headers, body });
  if (answer.status !== 201) throw new Error(`A token was refused: ${await answer.text()}`);
  return ((await answer.json()) as { token: string }).token;
}

/** Those that the caller may ask: a single thing may be of another part. */
async function answered(client: Client, routes: Route[]): Promise<Route[]> {
  const found: Route[] = [];
  for (const route of routes) {
    const statuses: number[] = [];
    // Questions that are not measured, so that the measured ones are first ones.
    for (let n = 0; n < QUESTIONS; n += 1) if (/\/:id/.test(route.name)) statuses.push(await client.send(route.ask(n)));
    if (statuses.every((status) => status === 200)) found.push(route);
  }
  return found;
}

/** What authorization and row-level security cost together, to callers of the whole estate, of a quarter, and of a tag. */
export async function wallsRows(off: string, on: string, routes: Route[]): Promise<Row[]> {
  const callers: [string, Pair][] = [['whole estate', { off: new Client(off, TOKEN), on: new Client(on, TOKEN) }]];
  for (const { name, token, asked } of [QUARTER, TEAM])
    callers.push([name, { off: new Client(off, token), on: new Client(on, await tokenFor(on, asked)) }]);
  const rows: Row[] = [];
  const details: Row[] = [];
  for (const [caller, pair] of callers) {
    await compare(pair, { name: 'warm-up', ask: () => ({ path: '/inventory/accounts' }) });
    const all: Compared[] = [];
    for (const route of await answered(pair.off, routes)) all.push(await compare(pair, route));
    rows.push(
      summary(
        `${caller}: questions asked first`,
        caller !== TEAM.name,
        all.map(({ first }) => first),
      ),
    );
    rows.push(
      summary(
        `${caller}: questions asked again`,
        caller !== TEAM.name,
        all.map(({ again }) => again),
      ),
    );
    details.push(...all.map((each) => detail(caller, each)));
    pair.off.close();
    pair.on.close();
  }
  return [...rows, ...details];
}
