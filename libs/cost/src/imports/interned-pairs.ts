import type { AccountEntry, Query, TagSetEntry } from './interned.js';
import { Pairings } from './pairings.js';
import type { ResourceEntry } from './resource-refs.js';

/** Both are taken in one order, so that two imports never wait for each other in a circle; most bills say nothing new. */
const BEARERS = `
  with borne as (
    select tag_set_id, array_agg(account_id) as accounts
    from unnest($1::int[], $2::uuid[]) as b (tag_set_id, account_id) group by 1
  ), news as (
    select t.id, b.accounts from tag_set t join borne b on b.tag_set_id = t.id
    where not t.account_ids @> b.accounts order by t.id for no key update of t
  )
  update tag_set t set account_ids = array(select distinct unnest(t.account_ids || n.accounts)) from news n where n.id = t.id`;

const RESOURCE_TAG_SETS = `
  insert into resource_tag_set (resource_id, tag_set_id, account_id)
  select * from unnest($1::uuid[], $2::int[], $3::uuid[]) order by 1, 2 on conflict do nothing`;

/** Which accounts have borne a tag set: it may be seen by who sees one of them. */
export const bearers = (query: Query) =>
  new Pairings<TagSetEntry, AccountEntry>(query, BEARERS, (pairs) => [
    pairs.map(([tagSet]) => tagSet.id),
    pairs.map(([, account]) => account.id),
  ]);

/** Of which sets of tags a resource has charges: those that lack a tag are in a scope by the resource's. */
export const tagsOfResources = (query: Query) =>
  new Pairings<ResourceEntry, TagSetEntry>(query, RESOURCE_TAG_SETS, (pairs) => [
    pairs.map(([resource]) => resource.id),
    pairs.map(([, tagSet]) => tagSet.id),
    pairs.map(([resource]) => resource.account.id),
  ]);
