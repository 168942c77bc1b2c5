import { availableParallelism } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import { Database } from '#data';
import { startApp, TOKEN, type TestApp } from '../support/app.js';

let test: TestApp;
let db: Database;

beforeAll(async () => {
  test = await startApp();
  db = test.app.get(Database);
});
afterAll(() => test.close());

/** Nobody reads a roll-up until this is undone, so that a question about spend stays where it is. */
async function standstill(): Promise<() => Promise<void>> {
  let undo!: () => void;
  const undone = new Promise<void>((resolve) => (undo = resolve));
  let held!: () => void;
  const holds = new Promise<void>((resolve) => (held = resolve));
  const locking = db.transaction(async () => {
    await db.query('lock table account_daily');
    held();
    await undone;
  });
  await holds;
  return () => (undo(), locking);
}

/** Each asking is another question than those before. */
let top = 0;
const ask = (signal?: AbortSignal) =>
  fetch(`${test.url}/cost/summary?top=${(top += 1)}`, { headers: { authorization: `Bearer ${TOKEN}` }, signal });

it('refuses a new question where too many wait, and takes it once those have gone away', async () => {
  const undo = await standstill();
  const leaving = new AbortController();
  const many = Array.from({ length: 100 + availableParallelism() }, () => ask(leaving.signal).catch(() => undefined));
  const refused = await Promise.race([...many, Promise.all(many).then(() => undefined)]);
  expect(refused!.status).toBe(503);
  expect(refused!.headers.get('retry-after')).toBe('5');
  expect(await refused!.json()).toMatchObject({ code: 'UNAVAILABLE' });
  leaving.abort();
  await Promise.all(many);
  const { answer } = await heard();
  await undo();
  expect((await answer).status).toBe(200);
});

/** A question that is not refused at once; the server may not know yet that the others have gone. */
async function heard(): Promise<{ answer: Promise<Response> }> {
  for (;;) {
    const answer = ask();
    const refused = await Promise.race([answer.then(({ status }) => status === 503), pause(500, false)]);
    if (!refused) return { answer };
    await pause(20);
  }
}
