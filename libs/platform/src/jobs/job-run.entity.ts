import { Field, Float, ObjectType } from '@nestjs/graphql';
import { Expose } from 'class-transformer';
import { Column, Entity, Index } from 'typeorm';
import { Choice, Count, Id, Json, Moment, Text } from '#data';

export const RUN_STATES = ['queued', 'running', 'done', 'failed', 'cancelled'] as const;
export type RunState = (typeof RUN_STATES)[number];

/** Bytes of a large file do not fit GraphQL's Int; a double counts exactly to 9 × 10^15. */
const Amounted = (description: string): PropertyDecorator => {
  const decorators = [
    Expose(),
    Column('double precision', { nullable: true }),
    Field(() => Float, { nullable: true, description }),
  ];
  return (target, key) => decorators.forEach((decorate) => decorate(target, key));
};

/** The durable work table. Its times are the database's own, so that processes need not agree on the hour. */
@Entity()
@Index('job_run_scheduled', ['job', 'scheduledFor'], { unique: true })
@Index('job_run_key', ['job', 'key'], { unique: true, where: `state in ('queued', 'running')` })
@Index('job_run_due', ['job', 'dueAt', 'id'], { where: `state = 'queued'` })
@Index('job_run_running', ['job', 'leaseUntil'], { where: `state = 'running'` })
@Index('job_run_queued_at', ['queuedAt', 'id'])
@Index('job_run_job', ['job', 'queuedAt'])
@ObjectType({ description: 'One run of a job.' })
export class JobRun {
  @Id() id: string;
  @Text({ max: 100 }) job: string;
  @Choice({ name: 'JobRunState', values: RUN_STATES }) state: RunState;
  @Moment() queuedAt: Date;
  @Moment({ nullable: true, description: 'The moment of its cron that this run stands for.' })
  scheduledFor: Date | null;
  @Moment({ nullable: true, description: 'When its first attempt began.' }) startedAt: Date | null;
  @Moment({ nullable: true }) endedAt: Date | null;
  @Text({ max: 200, description: 'Who asked for it; `job:NAME` for its own cron.' }) requestedBy: string;
  @Text({ max: 100, nullable: true, description: 'What kind of thing it works on.' }) subjectType: string | null;
  @Text({ max: 400, nullable: true }) subjectId: string | null;
  @Count({ initially: 0, description: 'How often it has been begun.' }) attempt: number;
  @Amounted('How much is done, in whatever the job counts.') done: number | null;
  @Amounted('How much there is to do, where the job knows.') total: number | null;
  @Text({ max: 1000, nullable: true, description: 'What it is doing.' }) message: string | null;
  @Moment({ nullable: true }) cancelRequestedAt: Date | null;
  @Text({ max: 1000, nullable: true }) error: string | null;
  @Json({ nullable: true, description: 'What the job says of its work, mostly counts.' }) result: unknown;
  @Text({ max: 200, nullable: true, description: 'Host and process that runs it.' }) worker: string | null;

  /** What follows is the queue's own and never leaves the database. */
  @Column('text') requestedById: string;
  @Column('jsonb') payload: unknown;
  @Column('text', { nullable: true }) key: string | null;
  @Column('timestamptz') dueAt: Date;
  @Column('timestamptz', { nullable: true }) leaseUntil: Date | null;
  @Column('timestamptz', { nullable: true }) committedAt: Date | null;
  /** Grows with every claim; whoever holds an older one has lost the run. */
  @Column('int', { default: 0 }) fence: number;
  /** Attempts that ended by an error of the job, unlike those whose process died. */
  @Column('int', { default: 0 }) failures: number;
  @Column('int') maxAttempts: number;
}

export const isEnded = ({ state }: Pick<JobRun, 'state'>) => state !== 'queued' && state !== 'running';
