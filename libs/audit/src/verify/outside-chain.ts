import { Injectable } from '@nestjs/common';
import { Database } from '#data';
import type { Findings } from './findings.js';

/** A sealer is done within a second of the commit; what waits for so long tells that none is at work. */
const OVERDUE_MS = 30_000;

export interface Unsealed {
  count: number;
  oldestAt: Date | null;
  isOverdue: boolean;
}

interface Stray {
  count: number;
  id: string;
  at: Date;
}

/** Entries beside the chain: those that wait to be sealed, and those that nobody has ever written through the front. */
@Injectable()
export class OutsideChain {
  constructor(private readonly db: Database) {}

  async unsealed(): Promise<Unsealed> {
    const [row] = await this.db.query<{ count: number; oldestAt: Date | null; now: Date }>(
      `select count(*)::int as count, min(noted_at) as "oldestAt", clock_timestamp() as now from audit_pending`,
    );
    const { count, oldestAt, now } = row!;
    return { count, oldestAt, isOverdue: oldestAt !== null && now.getTime() - oldestAt.getTime() > OVERDUE_MS };
  }

  /** Each look is one statement, so that an entry which is sealed meanwhile is found on one side or the other. */
  async check(found: Findings): Promise<void> {
    const [inserted] = await this.db.query<Stray>(
      `select e.id::text as id, e.at, count(*) over ()::int as count from audit_entry e
       where not exists (select from audit_seal s where s.entry_id = e.id)
         and not exists (select from audit_pending p where p.entry_id = e.id) order by e.at, e.id limit 1`,
    );
    if (inserted)
      found.add(
        'inserted',
        'An entry is neither sealed nor waiting for it.',
        { entryId: inserted.id, at: inserted.at },
        inserted.count,
      );
    const [twin] = await this.db.query<Stray>(
      `select id::text as id, min(at) as at, count(*) over ()::int as count from audit_entry
       group by id having count(*) > 1 order by 2 limit 1`,
    );
    if (twin) found.add('inserted', 'Two entries bear one id.', { entryId: twin.id, at: twin.at }, twin.count);
    const [gone] = await this.db.query<Stray>(
      `select p.entry_id::text as id, p.noted_at as at, count(*) over ()::int as count from audit_pending p
       where not exists (select from audit_entry e where e.id = p.entry_id) order by p.noted_at limit 1`,
    );
    if (gone)
      found.add('missing', 'An entry was deleted before it was sealed.', { entryId: gone.id, at: gone.at }, gone.count);
  }
}
