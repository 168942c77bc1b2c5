import { Agent, request } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import type { Ask, Route } from './routes.js';

/** Latencies in milliseconds, each kept, so that a quantile is one that was measured. */
export class Histogram {
  private readonly values: number[] = [];
  private isSorted = true;

  add(value: number) {
    this.values.push(value);
    this.isSorted = false;
  }

  get count() {
    return this.values.length;
  }

  /** The least value that this share of the values does not exceed. */
  quantile(share: number): number {
    if (!this.isSorted) this.values.sort((a, b) => a - b);
    this.isSorted = true;
    return this.values[Math.max(0, Math.ceil(share * this.values.length) - 1)] ?? 0;
  }
}

export class Client {
  private readonly agent = new Agent({ keepAlive: true, maxSockets: 256 });

  constructor(
    private readonly url: string,
    private readonly token: string,
  ) {}

  /** The status of the answer, once all of it has come. */
  send({ path, body }: Ask): Promise<number> {
    const text = body && JSON.stringify(body);
    const headers = { authorization: `Bearer ${this.token}`, ...(text && { 'content-type': 'application/json' }) };
    return new Promise((resolve, reject) => {
      const sent = request(this.url + path, { agent: this.agent, method: text ? 'POST' : 'GET', headers }, (answer) => {
        answer.on('data', () => undefined);
        answer.on('end', () => resolve(answer.statusCode ?? 0));
      });
      sent.on('error', reject);
      sent.end(text);
    });
  }

  close() {
    this.agent.destroy();
  }
}

export interface Measured {
  times: Map<Route, Histogram>;
  failures: Map<Route, number>;
  /** Requests that waited for their turn in this process by more than 5 ms: the load itself was late. */
  late: number;
}

/** Requests a second, for how long, and which of a route's askings are made. */
export interface Load {
  rate: number;
  seconds: number;
  numberOf: (n: number) => number;
}

/**
 * Open loop: request number k is meant for the moment k / rate, whatever became of the earlier ones, and its time counts
 * from that moment; a server that stalls is charged for all who had to wait. `numberOf` says which asking of its route the
 * n-th one is.
 */
export async function openLoop(client: Client, routes: Route[], { rate, seconds, numberOf }: Load): Promise<Measured> {
  const times = new Map(routes.map((route) => [route, new Histogram()]));
  const failures = new Map<Route, number>();
  let late = 0;
  const begin = performance.now() + 100;
  const one = async (route: Route, number: number, intended: number) => {
    if (performance.now() - intended > 5) late += 1;
    const status = await client.send(route.ask(number)).catch(() => 0);
    times.get(route)!.add(performance.now() - intended);
    if (status !== 200) failures.set(route, (failures.get(route) ?? 0) + 1);
  };
  const open: Promise<void>[] = [];
  for (let k = 0; k < rate * seconds; k += 1) {
    const intended = begin + (k * 1000) / rate;
    const wait = intended - performance.now();
    if (wait > 0) await pause(wait);
    // Each route is so many askings ahead of the one before, or all would ask what is new at once.
    const at = k % routes.length;
    open.push(one(routes[at]!, numberOf(Math.floor(k / routes.length) + at), intended));
  }
  await Promise.all(open);
  return { times, failures, late };
}
