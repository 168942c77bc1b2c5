import { ArgsType, Field } from '@nestjs/graphql';
import { IsIn, IsOptional, IsString, MaxLength } from 'class-validator';
import { choices } from '#data';
import { PageArgs, PageQuery } from '../page.js';
import { RUN_STATES, type RunState } from './job-run.entity.js';
import type { RunSearch } from './runs.js';

/** `GET /jobs/runs?job&state` */
export class JobRunsQuery extends PageQuery implements RunSearch {
  @IsOptional() @IsString() @MaxLength(100) job?: string;
  @IsOptional() @IsIn(RUN_STATES) state?: RunState;
}

const JobRunState = choices('JobRunState', RUN_STATES);

@ArgsType()
export class JobRunsArgs extends PageArgs implements RunSearch {
  @Field(() => String, { nullable: true }) @IsOptional() @IsString() @MaxLength(100) job?: string;
  @Field(() => JobRunState, { nullable: true }) @IsOptional() @IsIn(RUN_STATES) state?: RunState;
}
