import { EventEmitter, once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { DomainError, systemCaller } from '#common';
import { Database } from '#data';
import { isEnded, Job, Jobs, type JobContext, type JobRun } from '#platform';
import type { TestApp } from './app.js';

export const caller = systemCaller('token:test');

/** What the jobs below did, and the word that lets them go on. */
export const journal = { entries: [] as string[], gate: new EventEmitter().setMaxListeners(0) };

export const open = (gate: string) => journal.gate.emit(gate);
const opened = async (gate: string, signal?: AbortSignal) => once(journal.gate, gate, { signal });

/** Jobs of every temper. */
@Injectable()
export class TestJobs {
  constructor(private readonly db: Database) {}

  @Job({ name: 'test.echo', timeoutMs: 5_000, description: 'Says it again.', startable: true })
  echo({ payload }: JobContext<object>) {
    return Promise.resolve({ heard: payload });
  }

  @Job({ name: 'test.mark', timeoutMs: 5_000, description: 'Leaves a mark.', concurrency: 20 })
  async mark({ run }: JobContext) {
    await this.db.query('insert into mark (run_id) values ($1)', [run.id]);
  }

  @Job({ name: 'test.alone', timeoutMs: 5_000, description: 'Never runs beside itself.' })
  async alone({ run }: JobContext) {
    journal.entries.push('in');
    await pause(20);
    journal.entries.push(`out ${run.id}`);
  }

  @Job({ name: 'test.wait', timeoutMs: 20_000, description: 'Waits to be let go.', startable: true })
  async wait({ signal, progress, run }: JobContext) {
    progress(3, 10, 'waiting');
    await opened(run.id, signal);
    return { rows: 7 };
  }

  @Job({ name: 'test.stubborn', timeoutMs: 200, description: 'Hears the signal, and takes its time.' })
  async stubborn({ signal }: JobContext) {
    await once(signal, 'abort');
    await pause(1500);
    journal.entries.push('stubborn has ended');
    signal.throwIfAborted();
  }

  @Job({ name: 'test.commit', timeoutMs: 20_000, description: 'Commits when told.', resumable: true })
  async commit({ run, commit }: JobContext) {
    await opened(run.id);
    await commit(() => this.db.query('insert into mark (run_id) values ($1)', [run.id]));
  }

  @Job({ name: 'test.resume', timeoutMs: 20_000, description: 'Waits, and may be begun again.', resumable: true })
  async resume({ run, signal }: JobContext) {
    await opened(run.id, signal);
  }

  @Job({ name: 'test.query', timeoutMs: 600_000, description: 'Asks what takes ten minutes.', resumable: true })
  async query() {
    await this.db.query('select pg_sleep(600)');
  }

  @Job({ name: 'test.flaky', timeoutMs: 5_000, description: 'Works at the third try.', attempts: 3, backoffMs: 20 })
  flaky({ attempt }: JobContext) {
    if (attempt < 3) throw new DomainError('UNAVAILABLE', `not yet, ${attempt}`);
    return Promise.resolve({ attempt });
  }

  @Job({ name: 'test.bug', timeoutMs: 5_000, description: 'Fails in words that nobody may see.' })
  bug(): Promise<void> {
    throw new Error('the password is hunter2');
  }
}

@Injectable()
export class NightlyJob {
  @Job({ name: 'test.nightly', cron: '0 3 * * *', timeoutMs: 5_000, description: 'Every night.' })
  run() {
    return Promise.resolve();
  }
}

@Injectable()
export class TickJob {
  @Job({ name: 'test.tick', cron: '* * * * * *', timeoutMs: 5_000, description: 'Every second.', concurrency: 5 })
  run({ run }: JobContext) {
    journal.entries.push(`tick ${run.scheduledFor?.toISOString()}`);
    return Promise.resolve();
  }
}

export const until = async (is: () => boolean | Promise<boolean>, patienceMs = 15_000) => {
  for (let waited = 0; !(await is()); waited += 20) {
    if (waited > patienceMs) throw new Error('It did not come to pass.');
    await pause(20);
  }
};

export const jobsOf = ({ app }: TestApp) => app.get(Jobs);

export const ended = async (test: TestApp, { id }: JobRun): Promise<JobRun> => {
  const run = await jobsOf(test).waitFor(caller, id, 20);
  if (!isEnded(run)) throw new Error(`The run ${run.job} is still ${run.state}.`);
  return run;
};

export const started = (test: TestApp, { id }: JobRun) =>
  until(async () => (await jobsOf(test).get(caller, id)).state === 'running');
