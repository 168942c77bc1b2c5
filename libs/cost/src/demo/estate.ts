import { AWS_KINDS } from './aws-kinds.js';
import { AZURE_KINDS } from './azure-kinds.js';
import { FLEETS, type Fleet } from './fleets.js';
import { GCP_KINDS } from './gcp-kinds.js';
import type { Kind } from './kind.js';
import { lineOf, type Line } from './line.js';
import { PAYERS, REGIONS, type Payer, type SubAccount } from './organisation.js';
import { fractionOf, hashOf, hexOf, nameHash } from './random.js';
import { tagsOf } from './tags.js';

export interface DemoResource {
  fleet: Fleet;
  kind: Kind;
  seed: number;
  /** One per meter of the kind; before the reorganisation the tags are others. */
  lines: readonly Line[];
  linesBefore: readonly Line[];
  /** First day and the day after the last, in days of the story. */
  from: number;
  until: number;
}

/** A fleet in its account, ready to name its resources. */
export interface Deployment {
  payer: Payer;
  account: SubAccount;
  kind: Kind;
  fleet: Fleet;
  seed: number;
}

/** Until this day of the story the platform team charged another cost centre. */
export const REORGANISED_AT = -120;

const KINDS = { aws: AWS_KINDS, azure: AZURE_KINDS, gcp: GCP_KINDS };

export function deploymentsOf(payer: Payer, seed: number): Deployment[] {
  return payer.accounts.flatMap((account) =>
    FLEETS.filter((fleet) => fleet.account === account.name).map((fleet) => {
      const kind = KINDS[payer.provider][fleet.kind];
      if (!kind) throw new Error(`${payer.provider} has no kind ${fleet.kind}.`);
      return {
        payer,
        account,
        kind,
        fleet,
        seed: hashOf(seed, nameHash(`${account.name}/${fleet.prefix}/${kind.type}`)),
      };
    }),
  );
}

/** The resource that stands in a place for good. */
export function lastingResource(deployment: Deployment, place: number): DemoResource {
  const seed = hashOf(deployment.seed, place + 1);
  const number = String(place + 1).padStart(2, '0');
  const name = deployment.fleet.count === 1 ? deployment.fleet.prefix : `${deployment.fleet.prefix}-${number}`;
  return { ...resourceOf(deployment, name, seed), ...(place === 0 ? FOREVER : lifeOf(seed)) };
}

const FOREVER = { from: -1_000_000, until: 1_000_000 };

/** Half of the estate is older than its bills, the rest came during the year; one in twelve is gone again. */
function lifeOf(seed: number) {
  const from = fractionOf(seed, 1) < 0.5 ? FOREVER.from : Math.floor(fractionOf(seed, 2) * 350) - 360;
  const isGone = fractionOf(seed, 3) < 0.08;
  return { from, until: isGone ? Math.max(from, -390) + 60 + Math.floor(fractionOf(seed, 4) * 280) : FOREVER.until };
}

/** The short-lived resource that stands in a place on a day, or none between two of them. */
export function passingResource(deployment: Deployment, place: number, t: number): DemoResource | undefined {
  const { cycle, prefix } = deployment.fleet;
  const seedOfPlace = hashOf(deployment.seed, place + 1);
  const shift = seedOfPlace % cycle;
  const turn = Math.floor((t + shift) / cycle);
  const from = turn * cycle - shift;
  const seed = hashOf(seedOfPlace, turn, 7);
  const until = from + Math.ceil(cycle * (0.5 + 0.5 * fractionOf(seed, 3)));
  if (t >= until) return undefined;
  return { ...resourceOf(deployment, `${prefix}-${hexOf(seed, 5, 7)}`, seed), from, until };
}

function resourceOf(deployment: Deployment, name: string, seed: number): Omit<DemoResource, 'from' | 'until'> {
  const { payer, account, kind, fleet } = deployment;
  const region = account.regions[seed % account.regions.length]!;
  const { zones } = REGIONS[region]!;
  const zone = zones[(seed >>> 8) % zones.length]!;
  const nativeId = kind.nativeId({ account: account.id, region, name, hex: hexOf(seed, 0, 32) });
  const linesFor = (tags: string) =>
    kind.meters.map((meter) => lineOf({ payer, account, kind, region, zone, nativeId, name, tags }, meter));
  const [now, before] = [tagsOf(account, fleet, seed, false), tagsOf(account, fleet, seed, true)];
  const lines = linesFor(now);
  return { fleet, kind, seed, lines, linesBefore: now === before ? lines : linesFor(before) };
}

export { PAYERS };
