import { Shared } from './shared.js';

const counted = () => {
  const db = { isInTransaction: false };
  let looks = 0;
  const shared = new Shared(db, () => Promise.resolve((looks += 1)));
  return { db, shared };
};

it('looks once for all who ask in one turn, and anew for whoever asks later', async () => {
  const { shared } = counted();
  expect(await Promise.all([shared.now(), shared.now()])).toEqual([1, 1]);
  expect(await shared.now()).toBe(2);
});

it('looks at once inside a transaction', async () => {
  const { db, shared } = counted();
  const outside = shared.now();
  db.isInTransaction = true;
  expect(await shared.now()).toBe(1);
  expect(await outside).toBe(2);
});

it('tells a failure to all who asked, and to nobody else', async () => {
  let isBroken = true;
  const shared = new Shared({ isInTransaction: false }, () =>
    isBroken ? Promise.reject(new Error('gone')) : Promise.resolve('there'),
  );
  const both = await Promise.allSettled([shared.now(), shared.now()]);
  expect(both.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  isBroken = false;
  expect(await shared.now()).toBe('there');
});
