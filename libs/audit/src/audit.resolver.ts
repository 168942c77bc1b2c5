import { Args, Int, Mutation, Query, Resolver } from '@nestjs/graphql';
import { invalid, type Caller } from '#common';
import { Connection, CurrentCaller, JobRun, pageRequest, Requires, toConnection } from '#platform';
import { AuditEntry } from './audit-entry.entity.js';
import { AuditNoteInput } from './audit-note.input.js';
import { AuditArgs } from './audit.query.js';
import { AuditService } from './audit.service.js';
import { HistoryOf } from './history.js';
import { VerificationService } from './verify/verification.service.js';
import { Verification } from './verify/verification.view.js';

const AuditEntries = Connection(AuditEntry);
const MOST_WAIT = 60;

@Resolver(() => AuditEntry)
export class AuditResolver {
  constructor(
    private readonly audit: AuditService,
    private readonly verification: VerificationService,
  ) {}

  @Query(() => AuditEntries) @Requires('audit:read') async auditEntries(
    @CurrentCaller() caller: Caller,
    @Args() args: AuditArgs,
  ) {
    return toConnection(await this.audit.list(caller, args, pageRequest(args)));
  }

  @Query(() => Verification) @Requires('audit:read') auditVerification(
    @CurrentCaller() caller: Caller,
    @Args('wait', { type: () => Int, nullable: true, description: 'Seconds to wait for its end, up to 60.' })
    asked?: number,
  ) {
    const wait = asked ?? 0;
    if (wait < 0 || wait > MOST_WAIT) throw invalid('wait', `must be from 0 to ${MOST_WAIT}`);
    return this.verification.verify(caller, wait);
  }

  @Mutation(() => AuditEntry) @Requires('audit:write') addAuditNote(
    @CurrentCaller() caller: Caller,
    @Args('input') input: AuditNoteInput,
  ) {
    return this.audit.note(caller, input);
  }
}

export const JobRunHistory = HistoryOf(() => JobRun, 'job_run');
