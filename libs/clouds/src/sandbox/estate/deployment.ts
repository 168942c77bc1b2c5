import { nativeIdOf } from '../../native-id.js';
import { withTags, type Facts, type Made, type TagPatch } from '../changes.js';
import { AWS_KINDS } from './aws-kinds.js';
import { AZURE_KINDS } from './azure-kinds.js';
import type { Fleet } from './fleets.js';
import { GCP_KINDS } from './gcp-kinds.js';
import type { Kind } from './kind.js';
import { lineOf, priceOf, type Line, type Price } from './line.js';
import { REGIONS, type Payer, type SubAccount } from './organisation.js';
import { fractionOf, hashOf, hexOf, nameHash } from './random.js';
import type { Cells } from './row.js';
import { tagsOf } from './tags.js';

/** One machine, bucket, database … of an estate, as it is where nobody has changed it. */
export interface Resident {
  /** In the form of `nativeIdOf`. */
  id: string;
  name: string;
  region: string;
  zone: string;
  fleet: Fleet;
  kind: Kind;
  account: SubAccount;
  seed: number;
  /** Which of its fleet it is. */
  place: number;
  /** First day and the day after the last, in days of the story. */
  from: number;
  until: number;
  /** The day on which its place gets another one. */
  replacedAt: number;
  tags: (isBefore?: boolean) => Record<string, string>;
  /** One per meter of the kind, with the tags of before the reorganisation or not. */
  lines: (isBefore: boolean, facts?: Facts) => readonly Line[];
}

type Life = Pick<Resident, 'from' | 'until' | 'replacedAt'>;

/** Until this day of the story the platform team charged another cost centre. */
export const REORGANISED_AT = -120;

/** The price lists. */
export const KINDS: Readonly<Record<Payer['provider'], Readonly<Record<string, Kind>>>> = {
  aws: AWS_KINDS,
  azure: AZURE_KINDS,
  gcp: GCP_KINDS,
};

const NEVER = 1_000_000;
const FOREVER: Life = { from: -NEVER, until: NEVER, replacedAt: NEVER };

/** A fleet in its account: makes its resources, and keeps them while they live. */
export class Deployment {
  readonly #account: SubAccount;
  readonly #kind: Kind;
  readonly #seed: number;
  readonly #prices = new Map<string, Price[]>();
  readonly #places: (Resident | undefined)[] = [];

  constructor(
    private readonly payer: Payer,
    readonly fleet: Fleet,
    seed: number,
  ) {
    const account = payer.accounts.find(({ name }) => name === fleet.account);
    const kind = KINDS[payer.provider][fleet.kind];
    if (!account || !kind) throw new Error(`${payer.provider} has no ${fleet.account} or no ${fleet.kind}.`);
    this.#account = account;
    this.#kind = kind;
    this.#seed = hashOf(seed, nameHash(`${fleet.account}/${fleet.prefix}/${kind.type}`));
  }

  *residentsOn(t: number): Generator<Resident> {
    for (let place = 0; place < this.fleet.count; place++) {
      const known = this.#places[place];
      const resident = known && t < known.replacedAt ? known : this.#residentIn(place, t);
      if (resident.from <= t && t < resident.until) yield resident;
      this.#places[place] = resident;
    }
  }

  /** Every resource of a fleet whose resources stay, also those that are gone or still to come. */
  lasting(): Resident[] {
    if (this.fleet.cycle !== 0) return [];
    return Array.from({ length: this.fleet.count }, (_, place) => this.#residentIn(place, 0));
  }

  /** What an action made, from its day on. */
  made({ name, region, seed }: Made, from: number): Resident {
    return this.#resident({ name, seed, place: 0, region }, { ...FOREVER, from });
  }

  #residentIn(place: number, t: number): Resident {
    const seed = hashOf(this.#seed, place + 1);
    return this.fleet.cycle === 0 ? this.#lasting(place, seed) : this.#passing(place, seed, t);
  }

  /** The resource that stands in a place for good; the first of a fleet was always there. */
  #lasting(place: number, seed: number): Resident {
    const { count, prefix } = this.fleet;
    const name = count === 1 ? prefix : `${prefix}-${String(place + 1).padStart(2, '0')}`;
    return this.#resident({ name, seed, place }, place === 0 ? FOREVER : lifeOf(seed));
  }

  /** The short-lived resource whose turn it is in a place. */
  #passing(place: number, seedOfPlace: number, t: number): Resident {
    const { cycle, prefix } = this.fleet;
    const shift = seedOfPlace % cycle;
    const turn = Math.floor((t + shift) / cycle);
    const from = turn * cycle - shift;
    const seed = hashOf(seedOfPlace, turn, 7);
    const until = from + Math.ceil(cycle * (0.5 + 0.5 * fractionOf(seed, 3)));
    const name = `${prefix}-${hexOf(seed, 5, 7)}`;
    return this.#resident({ name, seed, place }, { from, until, replacedAt: from + cycle });
  }

  #resident(who: { name: string; seed: number; place: number; region?: string }, life: Life): Resident {
    const { name, seed, place } = who;
    const { regions, id: account } = this.#account;
    const region = who.region ?? regions[seed % regions.length]!;
    const billed = this.#kind.nativeId({ account, region, name, hex: hexOf(seed, 0, 32) });
    const id = nativeIdOf(this.payer.provider, billed);
    const zone = zoneOf(region, seed);
    const about = {
      AvailabilityZone: this.#kind.isZonal ? zone : undefined,
      ResourceId: this.payer.isLesson ? id : billed,
      ResourceName: this.#kind.isUnnamed ? undefined : name,
    };
    const tags = (isBefore = false) => tagsOf(this.#account, this.fleet, seed, isBefore);
    const known = new Map<string, readonly Line[]>();
    const lines = (isBefore: boolean, facts?: Facts) => {
      const key = `${isBefore} ${facts?.kind ?? ''} ${facts?.tags ? JSON.stringify(facts.tags) : ''}`;
      const made = known.get(key) ?? this.#lines({ region, about, tags: tags(isBefore), facts });
      known.set(key, made);
      return made;
    };
    const where = { id, name, region, zone, seed, place, account: this.#account };
    return { ...where, fleet: this.fleet, kind: this.#kind, tags, lines, ...life };
  }

  #lines({ region, about, tags, facts }: Billed): Line[] {
    const shown = withTags<string>(tags, textual(facts?.tags));
    const Tags = Object.keys(shown).length ? JSON.stringify(shown) : '';
    const kind = facts?.kind ? KINDS[this.payer.provider][facts.kind]! : this.#kind;
    return this.#pricesIn(region, kind).map((price) => lineOf(price, { ...about, Tags }));
  }

  #pricesIn(region: string, kind: Kind): Price[] {
    const key = `${region} ${kind.size ?? ''}`;
    const known = this.#prices.get(key);
    if (known) return known;
    const prices = kind.meters.map((meter) => priceOf(this.payer, this.#account, { kind, region, meter }));
    this.#prices.set(key, prices);
    return prices;
  }
}

interface Billed {
  region: string;
  about: Cells;
  tags: Record<string, string>;
  facts?: Facts;
}

/** Bills have texts alone: a tag without a value is an empty one. */
const textual = (patch: TagPatch = {}) =>
  Object.fromEntries(Object.entries(patch).map(([key, value]) => [key, value === true ? '' : value]));

function zoneOf(region: string, seed: number) {
  const { zones } = REGIONS[region]!;
  return zones[(seed >>> 8) % zones.length]!;
}

/** Half of the estate is older than its bills, the rest came during the year; one in twelve is gone again. */
function lifeOf(seed: number): Life {
  const from = fractionOf(seed, 1) < 0.5 ? FOREVER.from : Math.floor(fractionOf(seed, 2) * 350) - 360;
  const isGone = fractionOf(seed, 3) < 0.08;
  const until = isGone ? Math.max(from, -390) + 60 + Math.floor(fractionOf(seed, 4) * 280) : NEVER;
  return { from, until, replacedAt: NEVER };
}
