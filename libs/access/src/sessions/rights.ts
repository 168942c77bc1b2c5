import { Injectable } from '@nestjs/common';
import type { Grant } from '#common';
import { Settings } from '#platform';
import { Grants } from '../bindings/grants.js';

/** What everyone may do who is signed in: look at themselves, and sign out. It opens no part of the estate. */
const OWN: Grant = { permissions: new Set(['self:read', 'self:write']), scope: { kind: 'accounts', accounts: [] } };
const ALL: Grant = { permissions: 'all', scope: { kind: 'all' } };

/** What a person may do: their bindings, those of their groups, and what the settings say of a group. */
@Injectable()
export class Rights {
  constructor(
    private readonly grants: Grants,
    private readonly settings: Settings,
  ) {}

  async of(id: string, groups: readonly string[]): Promise<Grant[]> {
    const bound = await this.grants.of({ type: 'user', id, groups });
    const { oidcAdminGroup } = this.settings;
    const isAdmin = oidcAdminGroup !== undefined && groups.includes(oidcAdminGroup);
    return [OWN, ...bound, ...(isAdmin ? [ALL] : [])];
  }
}
