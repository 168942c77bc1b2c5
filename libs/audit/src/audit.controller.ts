import { Get, Query } from '@nestjs/common';
import type { Caller } from '#common';
import { CurrentCaller, PageView, Requires, Rest } from '#platform';
import { AuditQuery } from './audit.query.js';
import { AuditService } from './audit.service.js';

@Rest('audit')
export class AuditController {
  constructor(private readonly audit: AuditService) {}

  @Get() @Requires('audit:read') async list(@CurrentCaller() caller: Caller, @Query() query: AuditQuery) {
    return new PageView(await this.audit.list(caller, query, query));
  }
}
