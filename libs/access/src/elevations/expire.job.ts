import { Injectable } from '@nestjs/common';
import { systemCaller } from '#common';
import { Database } from '#data';
import { Auditor, Job, type JobContext } from '#platform';
import { recorded } from '../bindings/binding-store.js';
import { RoleBinding } from '../bindings/role-binding.entity.js';
import { Elevation } from './elevation.entity.js';
import { ElevationStore } from './elevation-store.js';
import { ElevationTimes } from './elevation-times.js';

const BATCH = 500;
const CALLER = systemCaller('job:access.expire');

/** What has expired is refused from that moment on; this puts away what is left of it, and records the end. */
@Injectable()
export class ExpireJob {
  constructor(
    private readonly db: Database,
    private readonly times: ElevationTimes,
    private readonly elevations: ElevationStore,
    private readonly auditor: Auditor,
  ) {}

  @Job({
    name: 'access.expire',
    cron: '*/5 * * * *',
    timeoutMs: 4 * 60_000,
    description: 'Put away roles, elevations and requests for them whose time is over, and record their end.',
    resumable: true,
  })
  async run({ signal, step }: JobContext) {
    const all = async (work: () => Promise<number>) => {
      let count = 0;
      for (let some = BATCH; some === BATCH; count += some) {
        signal.throwIfAborted();
        some = await step(work);
      }
      return count;
    };
    const bindings = await all(() => this.bindings());
    const elevations = await all(() => this.endElevations());
    return { bindings, elevations, requests: await all(() => this.endRequests()) };
  }

  /** The end of an elevation is recorded as that; of its binding nothing is told besides. */
  private async bindings(): Promise<number> {
    const over = await this.db
      .repository(RoleBinding)
      .createQueryBuilder('b')
      .where('b.expires_at <= :now', { now: this.times.now() })
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
    const over = await this.over(`e.state = 'approved' and e.expires_at <= :by`, this.times.now());
    for (const elevation of over)
      await this.elevations.step(CALLER, elevation, 'approved', { state: 'expired', endedAt: elevation.expiresAt });
    return over.length;
  }

  /** Nobody is to find a request approved that everyone has forgotten. */
  private async endRequests(): Promise<number> {
    const over = await this.over(`e.state = 'requested' and e.requested_at <= :by`, this.times.lapsedUntil());
    for (const elevation of over)
      await this.elevations.step(CALLER, elevation, 'requested', { state: 'lapsed', endedAt: this.times.now() });
    return over.length;
  }

  private over(condition: string, by: Date): Promise<Elevation[]> {
    return this.db
      .repository(Elevation)
      .createQueryBuilder('e')
      .where(condition, { by })
      .orderBy('e.id')
      .limit(BATCH)
      .setLock('pessimistic_write')
      .getMany();
  }
}
