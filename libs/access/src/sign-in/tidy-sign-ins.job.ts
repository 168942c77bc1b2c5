import { Injectable } from '@nestjs/common';
import { Clock, DAY_MS } from '#common';
import { Database } from '#data';
import { Job } from '#platform';

const KEPT_DAYS = 30;

/** What nobody can sign in with any more: the audit log keeps that it was. */
@Injectable()
export class TidySignInsJob {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {}

  @Job({
    name: 'access.tidy',
    cron: '43 3 * * *',
    timeoutMs: 60_000,
    description: 'Delete sign-ins that were never finished, and sessions and links that ended over 30 days ago.',
    resumable: true,
  })
  async run() {
    const now = this.clock.now();
    const before = new Date(now.getTime() - KEPT_DAYS * DAY_MS);
    return {
      attempts: await this.db.execute('delete from sign_in_attempt where expires_at < $1', [now]),
      sessions: await this.db.execute('delete from session where least(expires_at, ended_at) < $1', [before]),
      links: await this.db.execute('delete from sign_in_link where expires_at < $1', [before]),
    };
  }
}
