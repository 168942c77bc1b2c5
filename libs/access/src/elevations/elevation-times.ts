import { Injectable } from '@nestjs/common';
import { Clock, DAY_MS } from '#common';
import { Settings } from '#platform';
import type { Elevation, ElevationState } from './elevation.entity.js';

/** When requests lapse. */
@Injectable()
export class ElevationTimes {
  constructor(
    private readonly clock: Clock,
    private readonly settings: Settings,
  ) {}

  now(): Date {
    return this.clock.now();
  }

  /** What was asked for by then and is undecided has lapsed. */
  lapsedUntil(): Date {
    return new Date(this.now().getTime() - this.settings.elevationLapseDays * DAY_MS);
  }

  /** The state as it is to whoever takes a step, who does not wait for the job that writes it down. */
  stateOf({ state, requestedAt }: Elevation): ElevationState {
    return state === 'requested' && requestedAt <= this.lapsedUntil() ? 'lapsed' : state;
  }
}
