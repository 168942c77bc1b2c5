import { Injectable } from '@nestjs/common';
import { Database } from '#data';
import { configurationChanges, wordChanges, type Change } from './changes-of.js';
import type { Told } from './told.js';

/** Where and when some resources were told. */
export interface Telling {
  accountId: string;
  listingId: string;
  at: Date;
}

export interface Written {
  added: number;
  changed: number;
}

/** A resource as it is known so far. */
interface Known {
  id: string;
  isTold: boolean;
  name: string;
  region: string | null;
  service: string | null;
  category: string | null;
  type: string | null;
  state: string;
  tags: Record<string, unknown>;
  billTags: Record<string, unknown>;
  configuration: Record<string, unknown> | null;
}

const WORDS = ['name', 'region', 'service', 'category', 'type', 'state', 'tags'] as const;

const UNCHANGED = `
  select r.id from unnest($1::uuid[], $2::text[]) w (id, hash) join resource r on r.id = w.id
  where r.told_hash = w.hash and r.listing_id = $3`;

/** In one order, so that two writers never wait for each other in a circle. */
const KNOWN = `
  select r.id, r.listing_id is not null as "isTold", r.name, r.region, r.service, r.category, r.type, r.state, r.tags,
    case when r.listing_id is null then r.tags else r.bill_tags end as "billTags", c.configuration
  from resource r left join resource_configuration c on c.resource_id = r.id
  where r.id = any($1::uuid[]) order by r.id for update of r`;

const GIVEN = `jsonb_to_recordset($1::jsonb) g (id uuid, "nativeId" text, provider text, type text, name text, region text,
  service text, category text, state text, tags jsonb, "cloudTags" jsonb, configuration jsonb, "createdAt" timestamptz, hash text)`;

const REFS = `
  insert into resource_ref (id, account_id, native_id) select g.id, $2, g."nativeId" from ${GIVEN} order by g.id
  on conflict do nothing`;

/** The cloud's words win over a bill's; what was withdrawn or deleted is there again. */
const RESOURCES = `
  insert into resource (id, account_id, provider, native_id, region, service, category, type, name, state, tags, cloud_tags,
    bill_tags, billed_at, told_hash, listing_id, created_at, first_seen_at, last_seen_at, is_demo, retired_at)
  select g.id, a.id, g.provider, g."nativeId", g.region, g.service, g.category, g.type, g.name, g.state, g.tags,
    g."cloudTags", '{}', '-infinity', g.hash, $3, g."createdAt", $4, $4, a.is_demo, a.retired_at
  from ${GIVEN} join cloud_account a on a.id = $2 order by g.id for share of a
  on conflict (id) do update set provider = excluded.provider, region = excluded.region, service = excluded.service,
    category = excluded.category, type = excluded.type, name = excluded.name, state = excluded.state, tags = excluded.tags,
    cloud_tags = excluded.cloud_tags, told_hash = excluded.told_hash, listing_id = excluded.listing_id,
    created_at = excluded.created_at, last_seen_at = greatest(resource.last_seen_at, excluded.last_seen_at),
    bill_tags = case when resource.listing_id is null then resource.tags else resource.bill_tags end,
    billed_at = case when resource.listing_id is null then resource.last_seen_at else resource.billed_at end,
    retired_at = excluded.retired_at`;

const CONFIGURATIONS = `
  insert into resource_configuration (resource_id, account_id, configuration)
  select g.id, $2, g.configuration from ${GIVEN} order by g.id
  on conflict (resource_id) do update set configuration = excluded.configuration
  where resource_configuration.configuration <> excluded.configuration`;

const TIES = `jsonb_to_recordset($1::jsonb) t ("fromId" uuid, kind text, "nativeId" text)`;

const UNTIE = `
  delete from resource_relation l where l.from_id = any($2::uuid[])
    and not exists (select from ${TIES} where t."fromId" = l.from_id and t.kind = l.kind and t."nativeId" = l.native_id)`;

const TIE = `
  insert into resource_relation (account_id, from_id, kind, native_id) select $2, t."fromId", t.kind, t."nativeId" from ${TIES}
  on conflict do nothing`;

const CHANGES = `
  insert into resource_change (account_id, resource_id, at, field, before, after, source)
  select $2, h."resourceId", $3, h.field, h.before, h.after, 'cloud'
  from jsonb_to_recordset($1::jsonb) h ("resourceId" uuid, field text, before jsonb, after jsonb)
  on conflict (account_id, resource_id, at, field) do update set after = excluded.after`;

/** What a complete listing has not told, and had told before, is no longer there. */
const DELETED = `
  with old as (
    select r.id, r.state from resource r
    where r.listing_id = $1 and r.state <> 'deleted' and not (r.id = any($2::uuid[])) order by r.id for update
  ), gone as (
    update resource r set state = 'deleted', told_hash = null, retired_at = coalesce(r.retired_at, $3)
    from old where r.id = old.id returning r.account_id, r.id, old.state as before)
  insert into resource_change (account_id, resource_id, at, field, before, after, source)
  select account_id, id, $3, 'state', to_jsonb(before), '"deleted"', 'cloud' from gone
  on conflict (account_id, resource_id, at, field) do update set after = excluded.after`;

const SEEN = `
  update resource set last_seen_at = $2
  where listing_id = $1 and state <> 'deleted' and last_seen_at < date_trunc('day', $2::timestamptz, 'UTC')`;

const merged = ({ tags }: Told, known: Known | undefined) => ({ ...known?.billTags, ...tags });

function changesOf(resource: Told, known: Known): Change[] {
  const now = { ...resource, tags: merged(resource, known) };
  return [...wordChanges<Pick<Known, (typeof WORDS)[number]>>(known, now, WORDS)].concat(
    configurationChanges(known.configuration, resource.configuration),
  );
}

/** Set by set, and only what is not known as it is. Within a transaction of the caller. */
@Injectable()
export class ResourceStore {
  constructor(private readonly db: Database) {}

  /** Some resources of a listing, each once. */
  async put(resources: readonly Told[], telling: Telling): Promise<Written> {
    const news = await this.news(resources, telling);
    if (!news.length) return { added: 0, changed: 0 };
    const ids = news.map(({ id }) => id);
    const rows = await this.db.query<Known>(KNOWN, [ids]);
    const known = new Map(rows.map((row) => [row.id, row]));
    await this.write(news, known, telling);
    await this.record(news, known, telling);
    return { added: news.length - rows.length, changed: rows.length };
  }

  /** The rest of what a listing had told; `ids` are all that it tells now. */
  deleteOthers(ids: readonly string[], { listingId, at }: Telling): Promise<number> {
    return this.db.execute(DELETED, [listingId, ids, at]);
  }

  /** Notes, once a day, that what a listing has told is still there. */
  seen({ listingId, at }: Telling): Promise<number> {
    return this.db.execute(SEEN, [listingId, at]);
  }

  private async news(resources: readonly Told[], { listingId }: Telling): Promise<Told[]> {
    const params = [resources.map(({ id }) => id), resources.map(({ hash }) => hash), listingId];
    const rows = await this.db.query<{ id: string }>(UNCHANGED, params);
    const unchanged = new Set(rows.map(({ id }) => id));
    return resources.filter(({ id }) => !unchanged.has(id));
  }

  private async write(news: readonly Told[], known: Map<string, Known>, { accountId, listingId, at }: Telling) {
    const given = JSON.stringify(
      news.map((each) => ({ ...each, cloudTags: each.tags, tags: merged(each, known.get(each.id)) })),
    );
    await this.db.query(REFS, [given, accountId]);
    await this.db.query(RESOURCES, [given, accountId, listingId, at]);
    await this.db.query(CONFIGURATIONS, [given, accountId]);
    const ties = news.flatMap(({ id, relations }) => relations.map((relation) => ({ fromId: id, ...relation })));
    if (known.size) await this.db.query(UNTIE, [JSON.stringify(ties), [...known.keys()]]);
    if (ties.length) await this.db.query(TIE, [JSON.stringify(ties), accountId]);
  }

  private async record(news: readonly Told[], known: Map<string, Known>, { accountId, at }: Telling) {
    const changes = news.flatMap((resource) => {
      const before = known.get(resource.id);
      return before ? changesOf(resource, before).map((change) => ({ resourceId: resource.id, ...change })) : [];
    });
    if (changes.length) await this.db.query(CHANGES, [JSON.stringify(changes), accountId, at]);
  }
}
