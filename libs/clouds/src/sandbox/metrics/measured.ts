import type { Measurement, Sample } from '../../cloud.js';
import type { Metric } from '../../metric.js';
import { factsAt, type Change, type Facts } from '../changes.js';
import { KINDS, type Resident } from '../estate/deployment.js';
import type { Kind } from '../estate/kind.js';
import { hashOf, nameHash } from '../estate/random.js';
import { busyness, growthOfStock, type BillDay } from '../estate/rhythm.js';
import { windowWith } from '../estate/usage.js';
import type { Load } from '../settings.js';
import type { World } from '../world.js';
import { isDaily, metricsOf, profileOf } from './profile.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

export interface Measurable {
  world: World;
  changes: ReadonlyMap<string, readonly Change[]>;
  load: readonly Load[];
  now: Date;
}

/** As much of the day's swing as there is at an hour: least at 3, most at 15. Straight lines give every machine the same bits. */
const tide = (hour: number) => 1 - Math.abs(((hour + 9) % 24) - 12) / 6;

/** One metric of one resource. */
class Gauge {
  readonly #seed: number;
  readonly #profile: { mean: number; swing: number };
  readonly #changes: readonly Change[];

  constructor(
    private readonly from: Measurable,
    private readonly resident: Resident,
    private readonly metric: Metric,
  ) {
    this.#seed = hashOf(resident.seed, nameHash(metric));
    this.#profile = profileOf(metric, resident);
    this.#changes = from.changes.get(resident.id) ?? [];
  }

  /** What it stood at; undefined where the resource was off, or not there. */
  at(instant: number, slot: number): number | undefined {
    const when = new Date(instant);
    const on = this.from.world.day(when);
    const facts = factsAt(this.#changes, when);
    const hour = (instant - +new Date(on.start)) / HOUR;
    if (!this.#isOn(facts, on, hour)) return undefined;
    const { mean, swing } = this.#profile;
    if (this.metric === 'stored') return Math.round(mean * growthOfStock(on.t));
    const wave = (1 + swing * tide(hour)) * (0.92 + 0.16 * (hashOf(this.#seed, slot) / 2 ** 32));
    const usual = mean * wave * this.#busyness(on);
    return this.metric === 'cpu' ? this.#cpu(usual, facts, instant) : usual;
  }

  /** A machine that was kept running over a weekend has little to do. */
  #busyness(on: BillDay): number {
    return Math.max(0.15, busyness(this.resident.fleet, on));
  }

  #isOn(facts: Facts, on: BillDay, hour: number): boolean {
    const { from, until, kind } = this.resident;
    if (on.t < from || on.t >= until || facts.isDeleted) return false;
    if (kind.meters[0]!.curve !== 'hours') return true;
    const window = windowWith(facts, this.resident, on);
    return window.from <= hour && hour < window.to;
  }

  /** The same work on a machine of half as many cores takes twice of each. */
  #cpu(usual: number, facts: Facts, instant: number): number {
    const { kind } = this.resident;
    const current = facts.kind ? KINDS[this.from.world.payer.provider][facts.kind]! : kind;
    const shifted = (usual * coresOf(kind)) / coresOf(current);
    const forced = this.from.load.filter((load) => this.#isLoaded(load, instant)).map(({ cpu }) => cpu);
    return Math.min(100, Math.max(0.1, shifted, ...forced));
  }

  #isLoaded({ resource, from, until }: Load, instant: number) {
    const isMeant = resource === this.resident.id || resource === this.resident.name;
    return isMeant && Date.parse(from) <= instant && (until === undefined || instant < Date.parse(until));
  }
}

/** Databases of Azure are sold by the core, at so many of one price. */
const coresOf = ({ meters: [meter], size }: Kind) =>
  Number(meter!.details?.CoreCount ?? /(?:Gen5_|custom-)(\d+)/.exec(size ?? '')?.[1] ?? 1);

const TO_DIGITS = 1e4;

/** Longer periods are the mean of their hours, shorter ones have a flicker of their own. */
function meanOf(gauge: Gauge, at: number, period: number): number | undefined {
  const step = Math.min(period, HOUR);
  let [sum, count] = [0, 0];
  for (let instant = at; instant < at + period; instant += step) {
    const value = gauge.at(instant, Math.floor(instant / step));
    if (value === undefined) continue;
    sum += value;
    count++;
  }
  return count ? Math.round((sum / count) * TO_DIGITS) / TO_DIGITS : undefined;
}

/**
 * Samples follow from who runs when, and from nothing else: asked again, they are the same. Nothing is told of the
 * future. Periods begin at whole multiples of their length.
 */
export async function* measured(from: Measurable, question: Measurement, signal: AbortSignal): AsyncGenerator<Sample> {
  const end = new Date(Math.min(+question.to, +from.now));
  if (question.from >= end) return;
  const asked = new Set(question.resources.map(({ nativeId }) => nativeId));
  for (const resident of from.world.residents(question.from, end, from.changes)) {
    if (!asked.has(resident.id)) continue;
    await Promise.resolve();
    signal.throwIfAborted();
    for (const metric of metricsOf(resident.kind)) {
      if (question.metrics.includes(metric)) yield* series(from, { resident, metric, question, end });
    }
  }
}

interface Series {
  resident: Resident;
  metric: Metric;
  question: Measurement;
  end: Date;
}

function* series(from: Measurable, { resident, metric, question, end }: Series): Generator<Sample> {
  const period = isDaily(metric) ? Math.max(DAY, question.periodSeconds * 1000) : question.periodSeconds * 1000;
  const gauge = new Gauge(from, resident, metric);
  for (let at = Math.ceil(+question.from / period) * period; at < +end; at += period) {
    const value = meanOf(gauge, at, period);
    if (value !== undefined) yield { nativeId: resident.id, metric, at: new Date(at), value };
  }
}
