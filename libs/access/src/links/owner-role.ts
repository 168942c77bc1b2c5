import { Injectable } from '@nestjs/common';
import type { Caller } from '#common';
import { Database } from '#data';
import { Auditor } from '#platform';
import { BindingStore, recorded } from '../bindings/binding-store.js';
import { EVERYTHING } from '../bindings/scope.js';

/** The first role of an installation, which nobody can be asked for yet. */
@Injectable()
export class OwnerRole {
  constructor(
    private readonly db: Database,
    private readonly auditor: Auditor,
    private readonly bindings: BindingStore,
  ) {}

  /** Makes the person an administrator of everything, unless they are; within a transaction. */
  async ensure(caller: Caller, personId: string): Promise<void> {
    const [known] = await this.db.query(
      `select b.id from role_binding b where b.principal_type = 'user' and b.principal_id = $1 and b.role = 'admin'
         and b.scope ? 'all' and b.expires_at is null`,
      [personId],
    );
    if (known) return;
    const principal = { principalType: 'user' as const, principalId: personId };
    const given = { ...principal, role: 'admin', scope: EVERYTHING, reason: 'The owner.' };
    const binding = await this.bindings.insert(caller, given);
    const subject = { type: 'binding', id: binding.id };
    await this.auditor.record(caller, { action: 'binding.create', subject, after: recorded(binding) });
  }
}
