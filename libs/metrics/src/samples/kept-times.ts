import { Injectable } from '@nestjs/common';
import { Clock, DAY_MS } from '#common';
import { Settings } from '#platform';

/** A clock that is fast by less than this is believed. */
const AHEAD_MS = 10 * 60_000;

const dayStart = (at: number) => at - (((at % DAY_MS) + DAY_MS) % DAY_MS);

/** Which times samples and hours are kept for; whole days, as partitions are. In milliseconds since 1970. */
@Injectable()
export class KeptTimes {
  constructor(
    private readonly clock: Clock,
    private readonly settings: Settings,
  ) {}

  now() {
    return this.clock.now().getTime();
  }

  get rawDays() {
    return this.settings.metricsRawDays;
  }

  /** The first moment whose samples are kept as they came. */
  rawFrom() {
    return dayStart(this.now() - this.rawDays * DAY_MS);
  }

  /** The first moment that is kept by the hour, and the oldest of which a sample is taken. */
  hoursFrom() {
    return dayStart(this.now() - this.settings.metricsHourDays * DAY_MS);
  }

  /** Samples of later moments are not taken. */
  until() {
    return this.now() + AHEAD_MS;
  }
}
