import { Injectable } from '@nestjs/common';
import { Clock, DomainError, invalid, type Caller, type Grant, type Permission } from '#common';
import { RoleBook } from '../roles/role-book.js';
import { AccountNames } from './account-names.js';
import { covers, heldUntil } from './covers.js';
import { scopeOf, type ToldScope } from './scope.js';

/** What is handed on: a role in a part of the estate, until then or for ever. */
export interface Handed {
  role: string;
  scope: ToldScope;
  expiresAt: Date | null;
}

/** Nobody hands on what they do not hold themselves, there and for as long. */
@Injectable()
export class Granting {
  constructor(
    private readonly clock: Clock,
    private readonly roles: RoleBook,
    private readonly accounts: AccountNames,
  ) {}

  /** `by` is the permission that lets one hand on at all, and must hold there too. Throws `FORBIDDEN`. */
  async check(caller: Caller, by: Permission, handed: Handed): Promise<void> {
    const { role, scope, expiresAt } = handed;
    if (expiresAt && expiresAt <= this.clock.now()) throw invalid('expiresAt', 'must lie in the future');
    const permissions = await this.roles.permissionsOf(role);
    const held = await this.accounts.grantsWithIds(heldUntil(caller, expiresAt));
    const mayHandOn = covers(held, new Set([by]), scopeOf(scope));
    if (mayHandOn && covers(held, permissions, scopeOf(scope))) return;
    const until = expiresAt ? ` until ${expiresAt.toISOString()}` : '';
    throw new DomainError(
      'FORBIDDEN',
      `You cannot hand on ${role} in ${JSON.stringify(scope)}${until}: that is more than you hold yourself.`,
      { role, scope },
    );
  }

  /** Whether the caller holds these permissions everywhere and for ever, as whoever defines a role must. */
  holdsEverywhere(caller: Caller, permissions: Grant['permissions']): boolean {
    return covers(heldUntil(caller, null), permissions, { kind: 'all' });
  }
}
