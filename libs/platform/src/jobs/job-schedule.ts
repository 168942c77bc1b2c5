import { Injectable, Logger, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { SchedulerRegistry } from '@nestjs/schedule';
import { CronJob } from 'cron';
import { Clock } from '#common';
import { Database } from '#data';
import { Settings } from '../settings.js';
import { KnownJobs, type KnownJob } from './known-jobs.js';
import { latestOccurrence } from './occurrence.js';
import { RunInbox } from './run-inbox.js';

type Scheduled = KnownJob & { cron: string };

const isScheduled = (job: KnownJob): job is Scheduled => job.cron !== undefined;

/** What the timers of two processes are off by, and of one against its own clock. */
const EARLY_MS = 500;

@Injectable()
export class ScheduleParts {
  constructor(
    readonly db: Database,
    readonly clock: Clock,
    readonly settings: Settings,
  ) {}
}

/**
 * Fires every cron into the queue. The moment that a run stands for is worked out from the cron and not from the
 * process's own delay, so that all processes name the same one and the table's unique index leaves one run of it.
 */
@Injectable()
export class JobSchedule implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly log = new Logger('JobSchedule');

  constructor(
    private readonly registry: SchedulerRegistry,
    private readonly known: KnownJobs,
    private readonly inbox: RunInbox,
    private readonly parts: ScheduleParts,
  ) {}

  async onApplicationBootstrap() {
    if (this.parts.settings.role === 'api') return;
    const last = await this.lastMoments();
    for (const job of this.known.all().filter(isScheduled)) {
      const seen = last.get(job.name);
      if (seen) await this.fire(job, seen);
      this.start(job);
    }
  }

  beforeApplicationShutdown() {
    for (const job of this.registry.getCronJobs().values()) void job.stop();
  }

  private start(job: Scheduled) {
    let since = this.parts.clock.now();
    const onTick = () => void this.fire(job, since).then((moment) => (since = moment ?? since));
    const cron = CronJob.from({ cronTime: job.cron, timeZone: 'UTC', onTick });
    this.registry.addCronJob(job.name, cron);
    cron.start();
  }

  /** Enqueues the latest moment after `since`, if there is one: after a night without power one run, not ten. */
  private async fire(job: Scheduled, since: Date): Promise<Date | undefined> {
    const moment = latestOccurrence(job.cron, since, new Date(this.parts.clock.now().getTime() + EARLY_MS));
    if (!moment) return undefined;
    try {
      await this.inbox.put(job, { requestedBy: { actor: `job:${job.name}` }, payload: {}, scheduledFor: moment });
      return moment;
    } catch (error) {
      this.log.warn(`${job.name} could not be enqueued, the next tick makes up for it: ${(error as Error).message}`);
      return undefined;
    }
  }

  /** A job that has never run here has missed nothing. */
  private async lastMoments(): Promise<Map<string, Date>> {
    const rows = await this.parts.db.query<{ job: string; last: Date }>(
      'select job, max(scheduled_for) as last from job_run where scheduled_for is not null group by job',
    );
    return new Map(rows.map(({ job, last }) => [job, last]));
  }
}
