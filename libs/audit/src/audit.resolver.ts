import { Args, Query, Resolver } from '@nestjs/graphql';
import type { Caller } from '#common';
import { Connection, CurrentCaller, pageRequest, Requires, toConnection } from '#platform';
import { AuditEntry } from './audit-entry.entity.js';
import { AuditArgs } from './audit.query.js';
import { AuditService } from './audit.service.js';

const AuditEntries = Connection(AuditEntry);

@Resolver(() => AuditEntry)
export class AuditResolver {
  constructor(private readonly audit: AuditService) {}

  @Query(() => AuditEntries) @Requires('audit:read') async auditEntries(
    @CurrentCaller() caller: Caller,
    @Args() args: AuditArgs,
  ) {
    return toConnection(await this.audit.list(caller, args, pageRequest(args)));
  }
}
