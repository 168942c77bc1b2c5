import { notFound } from '#common';
import type { Database } from '#data';
import { undone } from '../sync/changes-of.js';
import { ResourceDetail } from './resource.entity.js';

interface Past {
  field: string;
  before: unknown;
  wasAbsent: boolean;
}

const LATER = `
  select h.field, h.before, h.before is null as "wasAbsent" from resource_change h
  where h.account_id = $1 and h.resource_id = $2 and h.at > $3 order by h.at desc`;

const WORDS = ['name', 'region', 'service', 'category', 'type', 'state', 'tags'];

/**
 * A resource as it was known at a time: what its history keeps (its words, its tags, its configuration) with every later
 * change undone. Which tags were whose is not kept. Throws `NOT_FOUND` where it was not known yet.
 */
export async function asOf(db: Database, now: ResourceDetail, at: Date): Promise<ResourceDetail> {
  if (now.firstSeenAt > at) throw notFound('resource', now.id);
  const later = await db.query<Past>(LATER, [now.accountId, now.id, at]);
  const then = Object.assign(new ResourceDetail(), now, { billTags: null, cloudTags: null });
  for (const { field, before, wasAbsent } of later) {
    if (WORDS.includes(field)) Object.assign(then, { [field]: before });
    else if (field === 'config' || field.startsWith('config.'))
      then.configuration = undone(then.configuration as Record<string, unknown> | null, {
        field,
        before: wasAbsent ? undefined : before,
      });
  }
  return then;
}
