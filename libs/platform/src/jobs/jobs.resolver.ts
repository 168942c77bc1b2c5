import { Args, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import type { Caller } from '#common';
import { CurrentCaller } from '../caller.js';
import { Connection, pageRequest, toConnection } from '../page.js';
import { Requires } from '../requires.js';
import { JobRun } from './job-run.entity.js';
import { JobView } from './job.view.js';
import { Jobs } from './jobs.js';
import { JobRunsArgs } from './jobs.query.js';

const JobRuns = Connection(JobRun);

@Resolver(() => JobRun)
export class JobsResolver {
  constructor(private readonly service: Jobs) {}

  @Query(() => [JobView], { name: 'jobs' }) @Requires('jobs:read') list(@CurrentCaller() caller: Caller) {
    return this.service.list(caller);
  }

  @Query(() => JobRuns) @Requires('jobs:read') async jobRuns(
    @CurrentCaller() caller: Caller,
    @Args() args: JobRunsArgs,
  ) {
    return toConnection(await this.service.listRuns(caller, args, pageRequest(args)));
  }

  @Query(() => JobRun) @Requires('jobs:read') jobRun(
    @CurrentCaller() caller: Caller,
    @Args('id', { type: () => ID }) id: string,
  ) {
    return this.service.get(caller, id);
  }

  @Mutation(() => JobRun) @Requires('jobs:run') runJob(@CurrentCaller() caller: Caller, @Args('name') name: string) {
    return this.service.start(caller, name);
  }

  @Mutation(() => JobRun) @Requires('jobs:run') cancelJobRun(
    @CurrentCaller() caller: Caller,
    @Args('id', { type: () => ID }) id: string,
  ) {
    return this.service.cancel(caller, id);
  }
}
