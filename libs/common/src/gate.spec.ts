import { Gate } from './gate.js';

/** Work that ends when it is told to. */
function started() {
  const log: string[] = [];
  const ends = new Map<string, () => void>();
  const work = (name: string) => () => {
    log.push(name);
    return new Promise<string>((resolve) => ends.set(name, () => resolve(name)));
  };
  return { log, work, end: (name: string) => ends.get(name)!() };
}

it('lets so many pass at once, the others in their order', async () => {
  const gate = new Gate(2, 9);
  const { log, work, end } = started();
  const all = ['a', 'b', 'c', 'd'].map((name) => gate.pass(work(name)));
  expect(log).toEqual(['a', 'b']);
  end('b');
  await all[1];
  expect(log).toEqual(['a', 'b', 'c']);
  end('a');
  end('c');
  await Promise.all([all[0], all[2]]);
  end('d');
  expect(await Promise.all(all)).toEqual(['a', 'b', 'c', 'd']);
});

it('lets the next one pass after a failure, and work within work at once', async () => {
  const gate = new Gate(1, 9);
  await expect(gate.pass(() => Promise.reject(new Error('gone')))).rejects.toThrow('gone');
  expect(await gate.pass(() => gate.pass(() => Promise.resolve('inner')))).toBe('inner');
});

it('lets no more wait than it may, and nobody whose patience has ended', async () => {
  const gate = new Gate(1, 2);
  const { log, work, end } = started();
  const leaving = new AbortController();
  const first = gate.pass(work('first'), () => AbortSignal.abort('unasked'));
  const left = gate.pass(work('left'), () => leaving.signal);
  const next = gate.pass(work('next'), () => new AbortController().signal);
  await expect(gate.pass(work('full'))).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  leaving.abort(new Error('gone'));
  await expect(left).rejects.toThrow('gone');
  await expect(gate.pass(work('late'), () => leaving.signal)).rejects.toThrow('gone');
  const last = gate.pass(work('last'));
  end('first');
  await first;
  end('next');
  await next;
  end('last');
  expect(await last).toBe('last');
  expect(log).toEqual(['first', 'next', 'last']);
});
