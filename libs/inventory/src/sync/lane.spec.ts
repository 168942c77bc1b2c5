import { setImmediate as soon } from 'node:timers/promises';
import { Lane } from './lane.js';

const signal = () => new AbortController().signal;

/** Work that is open until it is let go. */
function held() {
  const open: (() => void)[] = [];
  const work = () => new Promise<void>((go) => open.push(go));
  return { open, work };
}

it('lets so many pass at once, and the others when one has ended', async () => {
  const lane = new Lane(2);
  const { open, work } = held();
  const all = [1, 2, 3].map(() => lane.pass(work, signal()));
  await soon();
  expect(open).toHaveLength(2);
  open[0]!();
  await all[0];
  await soon();
  expect(open).toHaveLength(3);
  open.forEach((go) => go());
  await Promise.all(all);
});

it('halves when it is throttled, never below one, and grows by one where all went well', async () => {
  const lane = new Lane(8, 9);
  lane.throttled(0);
  expect(lane.width).toBe(4);
  for (let n = 0; n < 4; n++) await lane.pass(() => Promise.resolve(), signal());
  expect(lane.width).toBe(5);
  for (let n = 0; n < 100; n++) await lane.pass(() => Promise.resolve(), signal());
  expect(lane.width).toBe(9);
  for (let n = 0; n < 10; n++) lane.throttled(0);
  expect(lane.width).toBe(1);
});

it('waits as long as it is asked to', async () => {
  const lane = new Lane(2);
  lane.throttled(60);
  const began = performance.now();
  await lane.pass(() => Promise.resolve(), signal());
  expect(performance.now() - began).toBeGreaterThanOrEqual(59);
});

it('ends where it is told to, waiting for its turn or for the cloud', async () => {
  const ending = new AbortController();
  const lane = new Lane(1);
  const { open, work } = held();
  const first = lane.pass(work, signal());
  const second = lane.pass(work, ending.signal);
  const closed = new Lane();
  closed.throttled(600_000);
  const third = closed.pass(work, ending.signal);
  await soon();
  ending.abort(new Error('enough'));
  await expect(second).rejects.toThrow('enough');
  await expect(third).rejects.toThrow('enough');
  open[0]!();
  await first;
});
