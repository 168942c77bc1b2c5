import { Get, Query } from '@nestjs/common';
import type { Caller } from '#common';
import { Answers, CurrentCaller, PageView, Requires, Rest } from '#platform';
import { AuditEntry } from './audit-entry.entity.js';
import { AuditQuery } from './audit.query.js';
import { AuditService } from './audit.service.js';

@Rest('audit')
export class AuditController {
  constructor(private readonly audit: AuditService) {}

  @Get()
  @Requires('audit:read')
  @Answers([AuditEntry], 'Who did what, to what, when and why; the newest first.')
  async list(@CurrentCaller() caller: Caller, @Query() query: AuditQuery) {
    return new PageView(await this.audit.list(caller, query, query));
  }
}
