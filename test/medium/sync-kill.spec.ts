import { newDatabase } from '../support/database.js';
import { killSyncs } from '../support/kill-syncs.mjs';

it('loses, doubles and deletes nothing when a sync is killed, five rounds', async () => {
  const database = await newDatabase();
  try {
    const rounds = await killSyncs({ url: database.url, rounds: 5 });
    expect(rounds).toHaveLength(5);
    for (const { runs, done, halves, lost, doubled } of rounds)
      expect({ runs, done, halves, lost, doubled }).toEqual({ runs: 1, done: 1, halves: 0, lost: 0, doubled: 0 });
  } finally {
    await database.drop();
  }
}, 180_000);
