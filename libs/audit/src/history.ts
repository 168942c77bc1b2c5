import { Inject, type Type } from '@nestjs/common';
import { Context, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import type { Caller } from '#common';
import { batch, CurrentCaller, Requires } from '#platform';
import { AuditEntry } from './audit-entry.entity.js';
import { AuditService } from './audit.service.js';

/**
 * The resolver of `auditEntries` on a type whose things have an `id`: one line in the module of whoever owns the type.
 * `subject` is the subject type under which its changes are recorded.
 */
export function HistoryOf(type: () => Type<{ id: string }>, subject: string): Type {
  @Resolver(type)
  class History {
    constructor(@Inject(AuditService) private readonly audit: AuditService) {}

    @ResolveField(() => [AuditEntry], { description: 'The twenty newest.' }) @Requires('audit:read') async auditEntries(
      @CurrentCaller() caller: Caller,
      @Parent() { id }: { id: string },
      @Context() { req }: { req: object },
    ): Promise<AuditEntry[]> {
      const load = (ids: string[]) => this.audit.latestOf(caller, subject, ids);
      return (await batch(req, this, load).load(id)) ?? [];
    }
  }
  return History;
}
