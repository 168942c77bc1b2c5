import { Injectable } from '@nestjs/common';
import { Clock, idOf, newId, type Actor, type Caller } from '#common';
import { Database } from '#data';
import { Links } from '../links/links.js';
import { LastAdmin } from './last-admin.js';
import { RoleBinding, type PrincipalType } from './role-binding.entity.js';

type Given = Pick<RoleBinding, 'principalType' | 'principalId' | 'role' | 'scope'> &
  Partial<Pick<RoleBinding, 'reason' | 'expiresAt' | 'elevationId' | 'declaredIn'>>;

type Which = Partial<Record<'id' | 'principalType' | 'principalId' | 'elevationId', string>> & {
  principalType?: PrincipalType;
};

/** What the record keeps of a binding. */
export const recorded = ({ principalType, principalId, role, scope, reason, expiresAt, declaredIn }: RoleBinding) => ({
  principalType,
  principalId,
  role,
  scope,
  reason,
  expiresAt,
  declaredIn,
});

/** How rows of bindings are written, whoever asks for it; what may be bound has been checked before. */
@Injectable()
export class BindingStore {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly lastAdmin: LastAdmin,
    private readonly links: Links,
  ) {}

  async insert(granter: Actor, given: Given): Promise<RoleBinding> {
    const createdAt = this.clock.now();
    const nothing = { reason: null, expiresAt: null, elevationId: null, declaredIn: null };
    const binding = Object.assign(new RoleBinding(), nothing, given, {
      id: newId(createdAt),
      grantedBy: granter.actor,
      grantedById: idOf(granter),
      createdAt,
    });
    await this.db.repository(RoleBinding).insert(binding);
    if (given.principalType === 'user') await this.links.endForeign(granter, given.principalId);
    return binding;
  }

  /** Throws `CONFLICT` where no admin would be left. */
  async remove(caller: Caller, where: Which): Promise<void> {
    await this.lastAdmin.keep(caller, () => this.db.repository(RoleBinding).delete(where));
  }
}
