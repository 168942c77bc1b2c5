import { statfs } from 'node:fs/promises';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { everything } from '#data';
import { Settings } from '#platform';

/** The facts behind the checks. */
@Injectable()
export class HealthParts {
  constructor(
    private readonly source: DataSource,
    private readonly settings: Settings,
  ) {}

  pendingMigrations() {
    return everything(() => this.source.showMigrations());
  }

  async waitingRuns() {
    const sql = `select count(*)::int as waiting from job_run where state = 'queued'`;
    const [row] = await everything(() => this.source.query<{ waiting: number }[]>(sql));
    return row?.waiting ?? 0;
  }

  async freeBytes() {
    const { bavail, bsize } = await statfs(this.settings.home).catch(() => statfs('.'));
    return bavail * bsize;
  }
}
