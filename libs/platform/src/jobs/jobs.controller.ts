import { Get, HttpCode, Param, ParseUUIDPipe, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { Caller } from '#common';
import { Answers } from '../answers.js';
import { answerWork, WaitQuery } from '../answer-work.js';
import { CurrentCaller } from '../caller.js';
import { PageView } from '../page.js';
import { Requires } from '../requires.js';
import { Rest } from '../rest.js';
import { isEnded, JobRun } from './job-run.entity.js';
import { JobView } from './job.view.js';
import { Jobs } from './jobs.js';
import { JobRunsQuery } from './jobs.query.js';

@Rest('jobs')
export class JobsController {
  constructor(private readonly jobs: Jobs) {}

  @Get()
  @Requires('jobs:read')
  @Answers([JobView], 'What CloudGov does by itself, and when.')
  async list(@CurrentCaller() caller: Caller) {
    const items = await this.jobs.list(caller);
    return new PageView({ items, total: items.length, nextCursor: null });
  }

  @Get('runs')
  @Requires('jobs:read')
  @Answers([JobRun], 'Runs of jobs, the newest first.')
  async runs(@CurrentCaller() caller: Caller, @Query() query: JobRunsQuery) {
    return new PageView(await this.jobs.listRuns(caller, query, query));
  }

  @Get('runs/:id')
  @Requires('jobs:read')
  @Answers(JobRun, 'One run, with its progress.')
  get(@CurrentCaller() caller: Caller, @Param('id', ParseUUIDPipe) id: string) {
    return this.jobs.get(caller, id);
  }

  @Post('runs/:id/cancel')
  @HttpCode(200)
  @Requires('jobs:run')
  @Answers(JobRun, 'Asks a run to stop.')
  cancel(@CurrentCaller() caller: Caller, @Param('id', ParseUUIDPipe) id: string) {
    return this.jobs.cancel(caller, id);
  }

  /** Starts a job by its name: 202, or 200 where it has ended within `?wait` seconds. */
  @Post(':name/run')
  @Requires('jobs:run')
  @Answers(JobRun, 'Starts a job by its name.', { isWork: true })
  async run(
    @CurrentCaller() caller: Caller,
    @Param('name') name: string,
    @Query() { wait = 0 }: WaitQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const { id } = await this.jobs.start(caller, name);
    const run = await this.jobs.waitFor(caller, id, wait);
    answerWork(reply, `/jobs/runs/${id}`, isEnded(run));
    return run;
  }
}
