import { Injectable } from '@nestjs/common';
import type { Day } from '#common';
import { Database } from '#data';
import { MONTHLY } from './monthly-roll-ups.js';

interface Fresh {
  id: number;
  period: Day;
}

const FRESH = `select id, billing_period as period from statement where is_active and not has_months order by id`;

/** One whose statement was replaced meanwhile is left alone, and no two processes make the same. */
const TAKEN = `select id from statement where id = $1 and is_active and not has_months for update skip locked`;

/**
 * Adds up the months of the statements that count. They are no part of an import, which is done sooner; until they are
 * there, the roll-ups by day answer the same questions.
 */
@Injectable()
export class MonthsService {
  constructor(private readonly db: Database) {}

  /** How many statements have become months. */
  async make(signal: AbortSignal): Promise<number> {
    let made = 0;
    for (const fresh of await this.db.query<Fresh>(FRESH)) {
      signal.throwIfAborted();
      made += await this.db.transaction(() => this.add(fresh));
    }
    return made;
  }

  private async add({ id, period }: Fresh): Promise<number> {
    if (!(await this.db.query(TAKEN, [id])).length) return 0;
    for (const sql of MONTHLY) await this.db.query(sql, [[id], [period]]);
    return this.db.execute('update statement set has_months = true where id = $1', [id]);
  }
}
