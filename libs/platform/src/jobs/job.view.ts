import { Field, GraphQLISODateTime, Int, ObjectType } from '@nestjs/graphql';
import { Expose, Type } from 'class-transformer';
import type { JobOptions } from './job.js';
import { JobRun } from './job-run.entity.js';
import { nextOccurrence } from './occurrence.js';

/** What the API tells of a job; a plain object would come out empty, for it exposes nothing. */
@ObjectType('Job', { description: 'Work that CloudGov does by itself, by the clock or when something asks for it.' })
export class JobView {
  @Expose() @Field(() => String) readonly name: string;
  @Expose() @Field(() => String) readonly description: string;

  @Expose()
  @Field(() => String, { nullable: true, description: 'Five or six cron fields, in UTC.' })
  readonly cron: string | null;

  @Expose() @Field(() => Int) readonly timeoutMs: number;
  @Expose() @Field(() => Int, { description: 'Runs at once over all processes.' }) readonly concurrency: number;
  @Expose() @Field(() => Int, { description: 'How often a run that fails is tried.' }) readonly attempts: number;

  @Expose()
  @Field(() => Boolean, { description: 'Whether it may be started by name.' })
  readonly startable: boolean;

  @Expose() @Field(() => GraphQLISODateTime, { nullable: true }) readonly nextRunAt: Date | null;
  @Expose() @Type(() => JobRun) @Field(() => JobRun, { nullable: true }) readonly lastRun: JobRun | null;

  constructor(job: JobOptions, now: Date, lastRun?: JobRun) {
    const { name, description, cron = null, timeoutMs, concurrency = 1, attempts = 1 } = job;
    const startable = isStartable(job);
    const nextRunAt = cron === null ? null : nextOccurrence(cron, now);
    Object.assign(this, { name, description, cron, timeoutMs, concurrency, attempts, startable, nextRunAt });
    this.lastRun = lastRun ?? null;
  }
}

export const isStartable = ({ startable, cron }: JobOptions) => startable ?? cron !== undefined;
