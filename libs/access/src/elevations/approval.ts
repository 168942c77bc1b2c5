import { Injectable } from '@nestjs/common';
import type { Caller } from '#common';
import { BindingStore } from '../bindings/binding-store.js';
import { Granting } from '../bindings/granting.js';
import { Principals } from '../bindings/principals.js';
import { requesterOf, type Elevation } from './elevation.entity.js';
import { FourEyes } from './four-eyes.js';

/** Whoever approves hands a role on: another person than who asked, who holds it there and for as long. */
@Injectable()
export class Approval {
  constructor(
    private readonly fourEyes: FourEyes,
    private readonly granting: Granting,
    private readonly principals: Principals,
    private readonly bindings: BindingStore,
  ) {}

  /** Binds the role until then. Throws `FORBIDDEN`; `INVALID` where who asked is no more. */
  async grant(caller: Caller, elevation: Elevation, expiresAt: Date): Promise<void> {
    const { id: elevationId, principalType, role, scope, reason } = elevation;
    await this.fourEyes.check(caller, requesterOf(elevation));
    await this.granting.check(caller, 'elevations:approve', { role, scope, expiresAt });
    const principalId = await this.principals.idOf(principalType, elevation.principalId);
    const bound = { principalType, principalId, role, scope, reason };
    await this.bindings.insert(caller, { ...bound, expiresAt, elevationId });
  }

  withdraw(caller: Caller, { id }: Elevation): Promise<void> {
    return this.bindings.remove(caller, { elevationId: id });
  }
}
