import { AWS_KINDS } from './aws-kinds.js';
import { AZURE_KINDS } from './azure-kinds.js';
import type { Fleet } from './fleets.js';
import { GCP_KINDS } from './gcp-kinds.js';
import type { Kind } from './kind.js';
import { lineOf, priceOf, type Line, type Price } from './line.js';
import { REGIONS, type Payer, type SubAccount } from './organisation.js';
import { fractionOf, hashOf, hexOf, nameHash } from './random.js';
import { tagsOf } from './tags.js';

export interface DemoResource {
  fleet: Fleet;
  kind: Kind;
  seed: number;
  /** One per meter of the kind. */
  lines: readonly Line[];
  /** The same with the tags of before the reorganisation. */
  linesBefore: () => readonly Line[];
  /** First day and the day after the last, in days of the story. */
  from: number;
  until: number;
  /** The day on which its place gets another one. */
  replacedAt: number;
}

type Life = Pick<DemoResource, 'from' | 'until' | 'replacedAt'>;

/** Until this day of the story the platform team charged another cost centre. */
export const REORGANISED_AT = -120;

const KINDS = { aws: AWS_KINDS, azure: AZURE_KINDS, gcp: GCP_KINDS };
const NEVER = 1_000_000;
const FOREVER: Life = { from: -NEVER, until: NEVER, replacedAt: NEVER };

/** A fleet in its account: makes its resources, and keeps them while they live. */
export class Deployment {
  readonly #account: SubAccount;
  readonly #kind: Kind;
  readonly #seed: number;
  readonly #prices = new Map<string, Price[]>();
  readonly #places: (DemoResource | undefined)[] = [];

  constructor(
    private readonly payer: Payer,
    private readonly fleet: Fleet,
    seed: number,
  ) {
    const account = payer.accounts.find(({ name }) => name === fleet.account);
    const kind = KINDS[payer.provider][fleet.kind];
    if (!account || !kind) throw new Error(`${payer.provider} has no ${fleet.account} or no ${fleet.kind}.`);
    this.#account = account;
    this.#kind = kind;
    this.#seed = hashOf(seed, nameHash(`${fleet.account}/${fleet.prefix}/${kind.type}`));
  }

  *resourcesOn(t: number): Generator<DemoResource> {
    for (let place = 0; place < this.fleet.count; place++) {
      const known = this.#places[place];
      const resource = known && t < known.replacedAt ? known : this.#resourceIn(place, t);
      if (resource.from <= t && t < resource.until) yield resource;
      this.#places[place] = resource;
    }
  }

  #resourceIn(place: number, t: number): DemoResource {
    const seed = hashOf(this.#seed, place + 1);
    return this.fleet.cycle === 0 ? this.#lasting(place, seed) : this.#passing(seed, t);
  }

  /** The resource that stands in a place for good; the first of a fleet was always there. */
  #lasting(place: number, seed: number): DemoResource {
    const { count, prefix } = this.fleet;
    const name = count === 1 ? prefix : `${prefix}-${String(place + 1).padStart(2, '0')}`;
    return this.#resource(name, seed, place === 0 ? FOREVER : lifeOf(seed));
  }

  /** The short-lived resource whose turn it is in a place. */
  #passing(seedOfPlace: number, t: number): DemoResource {
    const { cycle, prefix } = this.fleet;
    const shift = seedOfPlace % cycle;
    const turn = Math.floor((t + shift) / cycle);
    const from = turn * cycle - shift;
    const seed = hashOf(seedOfPlace, turn, 7);
    const until = from + Math.ceil(cycle * (0.5 + 0.5 * fractionOf(seed, 3)));
    return this.#resource(`${prefix}-${hexOf(seed, 5, 7)}`, seed, { from, until, replacedAt: from + cycle });
  }

  #resource(name: string, seed: number, life: Life): DemoResource {
    const { regions, id } = this.#account;
    const region = regions[seed % regions.length]!;
    const nativeId = this.#kind.nativeId({ account: id, region, name, hex: hexOf(seed, 0, 32) });
    const about = {
      AvailabilityZone: this.#kind.isZonal ? zoneOf(region, seed) : undefined,
      ResourceId: nativeId,
      ResourceName: this.#kind.isUnnamed ? undefined : name,
    };
    const linesWith = (isBefore: boolean) => {
      const Tags = tagsOf(this.#account, this.fleet, seed, isBefore);
      return this.#pricesIn(region).map((price) => lineOf(price, { ...about, Tags }));
    };
    let before: Line[] | undefined;
    const linesBefore = () => (before ??= linesWith(true));
    return { fleet: this.fleet, kind: this.#kind, seed, lines: linesWith(false), linesBefore, ...life };
  }

  #pricesIn(region: string): Price[] {
    const known = this.#prices.get(region);
    if (known) return known;
    const kind = this.#kind;
    const prices = kind.meters.map((meter) => priceOf(this.payer, this.#account, { kind, region, meter }));
    this.#prices.set(region, prices);
    return prices;
  }
}

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
