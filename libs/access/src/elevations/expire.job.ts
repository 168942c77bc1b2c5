import { Injectable } from '@nestjs/common';
import { Clock, systemCaller } from '#common';
import { Database } from '#data';
import { Auditor, Job, type JobContext } from '#platform';
import { recorded } from '../bindings/binding-store.js';
import { RoleBinding } from '../bindings/role-binding.entity.js';
import { Elevation } from './elevation.entity.js';
import { ElevationStore } from './elevation-store.js';

const BATCH = 500;
const CALLER = systemCaller('job:access.expire');

/** What has expired is refused from that moment on; this puts away what is left of it, and records the end. */
@Injectable()
export class ExpireJob {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly elevations: ElevationStore,
    private readonly auditor: Auditor,
  ) {}

  @Job({
    name: 'access.expire',
    cron: '*/5 * * * *',
    timeoutMs: 4 * 60_000,
    description: 'Put away roles and elevations whose time is over, and record their end.',
    resumable: true,
  })
  async run({ signal, step }: JobContext) {
    const counts = { bindings: 0, elevations: 0 };
    for (let some = BATCH; some === BATCH; counts.bindings += some) {
      signal.throwIfAborted();
      some = await step(() => this.bindings());
    }
    for (let some = BATCH; some === BATCH; counts.elevations += some) {
      signal.throwIfAborted();
      some = await step(() => this.endElevations());
    }
    return counts;
  }

  /** The end of an elevation is recorded as that; of its binding nothing is told besides. */
  private async bindings(): Promise<number> {
    const over = await this.db
      .repository(RoleBinding)
      .createQueryBuilder('b')
      .where('b.expires_at <= :now', { now: this.clock.now() })
      .orderBy('b.id')
      .limit(BATCH)
      .setLock('pessimistic_write')
      .getMany();
    if (over.length) await this.db.repository(RoleBinding).delete(over.map(({ id }) => id));
    for (const binding of over.filter(({ elevationId }) => elevationId === null)) {
      const subject = { type: 'binding', id: binding.id };
      await this.auditor.record(CALLER, { action: 'binding.expire', subject, before: recorded(binding) });
    }
    return over.length;
  }

  private async endElevations(): Promise<number> {
    const over = await this.db
      .repository(Elevation)
      .createQueryBuilder('e')
      .where(`e.state = 'approved' and e.expires_at <= :now`, { now: this.clock.now() })
      .orderBy('e.id')
      .limit(BATCH)
      .setLock('pessimistic_write')
      .getMany();
    for (const elevation of over)
      await this.elevations.step(CALLER, elevation, 'approved', { state: 'expired', endedAt: elevation.expiresAt });
    return over.length;
  }
}
