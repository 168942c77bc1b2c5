import { Injectable } from '@nestjs/common';
import { Clock, DAY_MS } from '#common';
import { Job, Settings, type JobContext } from '#platform';
import { AuditStream } from '../stream/audit-stream.js';
import { Retention } from './retention.js';

@Injectable()
export class RetainJob {
  constructor(
    private readonly retention: Retention,
    private readonly stream: AuditStream,
    private readonly settings: Settings,
    private readonly clock: Clock,
  ) {}

  @Job({
    name: 'audit.retain',
    cron: '50 3 * * *',
    timeoutMs: 60 * 60_000,
    description: 'Delete audit entries older than CLOUDGOV_AUDIT_KEEP_DAYS, in whole segments that stay signed for.',
    resumable: true,
  })
  async run({ signal, step }: Pick<JobContext, 'signal' | 'step'>) {
    const { auditKeepDays: days } = this.settings;
    const counts = { segments: 0, entries: 0 };
    if (days === undefined) return counts;
    const before = new Date(this.clock.now().getTime() - days * DAY_MS);
    for (;;) {
      signal.throwIfAborted();
      const segment = await this.retention.nextSegment(before, await this.stream.sentUntil());
      if (!segment) return counts;
      counts.entries += await step(() => this.retention.forget(segment));
      counts.segments++;
    }
  }
}
