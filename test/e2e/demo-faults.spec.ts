import { readFileSync } from 'node:fs';
import { dayOf, SystemClock } from '#common';
import { startApp, type TestApp } from '../support/app.js';

/** The rows of the README's table: a fault, and the question that finds it. */
const SECTION = readFileSync('README.md', 'utf8').split('## What is wrong with the demo')[1]!.split('\n## ')[0]!;
const ROWS = [...SECTION.matchAll(/^\| ([^|]+?) +\| `(\/inventory\?[^`]+)` +\|$/gm)].map(
  ([, fault, question]) => [fault!, question!] as const,
);

const dayFrom = (days: number) => dayOf(new Date(+new SystemClock().now() + days * 86_400_000));
const dated = (question: string) =>
  question.replace('YEAR_AGO', dayFrom(-365)).replace('MONTH_AHEAD', dayFrom(30)).replaceAll('<', '%3C');

let test: TestApp;
beforeAll(async () => {
  test = await startApp({ env: { CLOUDGOV_DEMO: 'on' } });
  const { body } = await test.rest('POST', '/inventory/sync?wait=60', {});
  expect([body.state, body.listingsStale]).toEqual(['done', 0]);
}, 120_000);
afterAll(() => test.close());

it('has a question for each of the planted faults', () => {
  expect(ROWS).toHaveLength(23);
});

it.each(ROWS)('%s: %s', async (fault, question) => {
  const { status, body } = await test.rest('GET', dated(question));
  expect([status, body.total > 0]).toEqual([200, true]);
  expect(body.items[0].isDemo).toBe(true);
  if (/untagged|EIP/.test(question)) return;
  // Nearly all others of its type are well, or nobody would notice.
  const { type } = body.items[0];
  const all = (await test.rest('GET', `/inventory?type=${encodeURIComponent(type)}&limit=1`)).body.total;
  expect([fault, body.total < all || all < 3]).toEqual([fault, true]);
});
