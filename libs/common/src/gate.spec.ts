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
  const gate = new Gate(2);
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
  const gate = new Gate(1);
  await expect(gate.pass(() => Promise.reject(new Error('gone')))).rejects.toThrow('gone');
  expect(await gate.pass(() => gate.pass(() => Promise.resolve('inner')))).toBe('inner');
});
