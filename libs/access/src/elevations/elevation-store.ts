import { Injectable } from '@nestjs/common';
import { DomainError, type Caller } from '#common';
import { Database } from '#data';
import { Auditor } from '#platform';
import { AccessMemory } from '../access-memory.js';
import { Elevation, type ElevationState } from './elevation.entity.js';
import { ElevationTimes } from './elevation-times.js';

/** What the record keeps of an elevation. */
const recorded = ({ role, scope, minutes, state, expiresAt }: Elevation) => ({
  role,
  scope,
  minutes,
  state,
  expiresAt,
});

const subject = ({ id }: Elevation) => ({ type: 'elevation', id });

/** How rows of elevations are written, each change with its record. */
@Injectable()
export class ElevationStore {
  constructor(
    private readonly db: Database,
    private readonly memory: AccessMemory,
    private readonly auditor: Auditor,
    private readonly times: ElevationTimes,
  ) {}

  now(): Date {
    return this.times.now();
  }

  /** One transaction, after which other rights may hold than before. */
  changing<T>(work: () => Promise<T>): Promise<T> {
    return this.memory.changing(work);
  }

  async add(caller: Caller, elevation: Elevation): Promise<Elevation> {
    await this.db.repository(Elevation).insert(elevation);
    const entry = { action: 'elevation.request', subject: subject(elevation), after: recorded(elevation) };
    await this.auditor.record(caller, { ...entry, note: elevation.reason });
    return elevation;
  }

  /** Goes from one state to another; `CONFLICT` where it is not in the one. */
  async step(caller: Caller, before: Elevation, from: ElevationState, change: Partial<Elevation>): Promise<Elevation> {
    const { id, version } = before;
    const state = change.state === 'lapsed' ? before.state : this.times.stateOf(before);
    if (state !== from) throw new DomainError('CONFLICT', `This elevation is ${state}, not ${from}.`, { id, state });
    const after = Object.assign(new Elevation(), before, change, { version: version + 1 });
    await this.db.repository(Elevation).save(after);
    const entry = { action: `elevation.${after.state}`, subject: subject(after), note: change.note ?? undefined };
    await this.auditor.record(caller, { ...entry, before: recorded(before), after: recorded(after) });
    return after;
  }
}
