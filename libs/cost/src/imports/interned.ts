import { newId, type Clock } from '#common';
import type { Connection } from '#data';
import type { Paired } from './pairings.js';

export type Query = Connection['query'];

export interface AccountEntry {
  id: string;
  provider: string;
  externalId: string;
  name: string;
}

/** With the accounts that bear it. */
export interface TagSetEntry extends Paired<AccountEntry> {
  id: number;
  /** JSON object of strings, keys in order. */
  canonical: string;
}

interface Found {
  at: number;
  id: string;
}

/** In one order everywhere, so that two imports which insert the same keys never wait for each other in a circle. */
export function inOrder<E>(entries: E[], key: (entry: E) => string): E[] {
  const keyed = entries.map((entry) => ({ key: key(entry), entry }));
  return keyed.sort((left, right) => (left.key < right.key ? -1 : 1)).map(({ entry }) => entry);
}

/**
 * Gives each entry the id of its row: those that exist are looked up, the others inserted, each in one statement for
 * all. What another import inserted in between is found by the second look.
 */
async function resolve<E extends { id: unknown }>(
  entries: E[],
  look: (entries: E[]) => Promise<Found[]>,
  insert: (entries: E[]) => Promise<void>,
) {
  const missing = new Set(entries);
  const take = async () => {
    const asked = [...missing];
    for (const { at, id } of await look(asked)) {
      asked[at - 1]!.id = id;
      missing.delete(asked[at - 1]!);
    }
  };
  await take();
  if (missing.size) {
    await insert([...missing]);
    await take();
  }
  if (missing.size) throw new Error(`${missing.size} new keys were neither found nor stored.`);
}

/** An account without `activated_at` is hidden until an import that names it becomes active. */
export async function resolveAccounts(query: Query, clock: Clock, entries: AccountEntry[], isDemo: boolean) {
  const keys = (of: AccountEntry[]) => [of.map((each) => each.provider), of.map((each) => each.externalId)];
  await resolve(
    inOrder(entries, ({ provider, externalId }) => `${provider} ${externalId}`),
    (of) =>
      query<Found>(
        `select w.at::int as at, a.id from unnest($1::text[], $2::text[]) with ordinality as w (provider, external_id, at)
         join cloud_account a using (provider, external_id)`,
        keys(of),
      ),
    async (of) => {
      const now = clock.now();
      await query(
        `insert into cloud_account (id, provider, external_id, name, origin, is_demo, created_at, updated_at)
         select id, provider, external_id, name, $5, $6, $7, $7
         from unnest($1::text[], $2::text[], $3::uuid[], $4::text[]) as w (provider, external_id, id, name)
         on conflict (provider, external_id) do nothing`,
        [...keys(of), of.map(() => newId(now)), of.map(({ name }) => name), isDemo ? 'demo' : 'bill', isDemo, now],
      );
    },
  );
}

/**
 * Looked up before they are inserted, because an insert that meets its like still uses up a number. Inserted with the
 * account that bears them, which has its id.
 */
export async function resolveTagSets(query: Query, entries: TagSetEntry[]) {
  await resolve(
    inOrder(entries, ({ canonical }) => canonical),
    (of) =>
      query<Found>(
        `select w.at::int as at, t.id from unnest($1::text[]) with ordinality as w (tags, at)
         join tag_set t on t.hash = sha256(convert_to(w.tags, 'UTF8'))`,
        [of.map(({ canonical }) => canonical)],
      ),
    async (of) => {
      await query(
        `insert into tag_set (hash, tags, account_ids)
         select sha256(convert_to(tags, 'UTF8')), tags::jsonb, array[account_id]
         from unnest($1::text[], $2::uuid[]) as w (tags, account_id) on conflict (hash) do nothing`,
        [of.map(({ canonical }) => canonical), of.map(({ last }) => last!.id)],
      );
    },
  );
}
