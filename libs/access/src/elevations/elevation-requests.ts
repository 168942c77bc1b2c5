import { Injectable } from '@nestjs/common';
import { invalid, newId, type Caller } from '#common';
import { Settings } from '#platform';
import { Principals } from '../bindings/principals.js';
import { EVERYTHING, toldScope } from '../bindings/scope.js';
import { RoleBook } from '../roles/role-book.js';
import { Elevation, type ElevationInput } from './elevation.entity.js';
import { ElevationStore } from './elevation-store.js';

const UNDECIDED = { decidedBy: null, decidedAt: null, note: null, expiresAt: null, endedBy: null, endedAt: null };

/** Anyone may ask for any role in any part of the estate; nothing is told of what is there. */
@Injectable()
export class ElevationRequests {
  constructor(
    private readonly store: ElevationStore,
    private readonly roles: RoleBook,
    private readonly principals: Principals,
    private readonly settings: Settings,
  ) {}

  make(caller: Caller, { role, minutes, reason, scope }: ElevationInput): Promise<Elevation> {
    const most = this.settings.elevationMinutes;
    if (minutes > most) throw invalid('minutes', `must not be more than ${most}`);
    return this.store.changing(async () => {
      await this.roles.permissionsOf(role);
      const principal = await this.principals.ofActor(caller);
      const requestedAt = this.store.now();
      const asked = { role, minutes, reason, scope: scope ? toldScope(scope) : EVERYTHING, ...principal };
      const begun = { id: newId(requestedAt), requestedBy: caller.actor, requestedAt, state: 'requested', version: 1 };
      return this.store.add(caller, Object.assign(new Elevation(), UNDECIDED, asked, begun));
    });
  }
}
