import { addDays, dayOf, daysBetween, type Day } from '#common';
import type { CloudResource } from '../cloud.js';
import { byResource, factsAt, patched, withTags, type Change } from './changes.js';
import { Deployment, KINDS, type Resident } from './estate/deployment.js';
import type { Estate } from './estate/estate.js';
import { MadeResidents } from './estate/made.js';
import type { Payer, SubAccount } from './estate/organisation.js';
import { hashOf } from './estate/random.js';
import { billDay, type BillDay } from './estate/rhythm.js';
import { windowOf, windowWith } from './estate/usage.js';
import { SHAPES, type Scene, type Seen } from './shapes/index.js';
import { attachments, isBehind } from './tied.js';

const HOUR = 3_600_000;

/** One account of an estate: who is in it, at any time. */
export class World {
  readonly #deployments: Deployment[];
  readonly #attachments: ReadonlyMap<string, string>;
  readonly #days = new Map<Day, BillDay>();

  constructor(
    readonly estate: Estate,
    readonly payer: Payer,
    readonly account: SubAccount,
  ) {
    this.#deployments = estate.fleets
      .filter((fleet) => fleet.account === account.name)
      .map((fleet) => new Deployment(payer, fleet, estate.seed));
    this.#attachments = attachments(this.#deployments);
  }

  get applications(): string[] {
    return [...new Set(this.#deployments.map(({ fleet }) => fleet.application))];
  }

  machineIdOf = (disk: Resident) => this.#attachments.get(disk.id);

  day(at: Date): BillDay {
    const day = dayOf(at);
    const known = this.#days.get(day) ?? billDay(day, this.estate.story, '');
    this.#days.set(day, known);
    return known;
  }

  midnight = (t: number) => new Date(addDays(this.estate.story, t));

  /** All that were there at some time of `[from, to)`, whatever was done to them. */
  *residents(from: Date, to: Date, changes: ReadonlyMap<string, readonly Change[]>): Generator<Resident> {
    const first = daysBetween(this.estate.story, dayOf(from));
    const last = daysBetween(this.estate.story, dayOf(new Date(+to - 1)));
    const seen = new Set<string>();
    const made = new MadeResidents(this.estate, this.payer, changes);
    const sources = [...this.#deployments.map((each) => (t: number) => each.residentsOn(t)), (t: number) => made.on(t)];
    for (const source of sources) {
      for (let t = first; t <= last; t++) {
        for (const resident of source(t)) {
          if (resident.account.id !== this.account.id || seen.has(resident.id)) continue;
          seen.add(resident.id);
          yield resident;
        }
      }
    }
  }

  createdAt(resident: Resident): Date {
    const { from, seed, fleet } = resident;
    if (from < -10_000) return this.midnight(-400 - (hashOf(seed, 41) % 700));
    const midnight = this.midnight(from);
    const comes = fleet.cycle > 0 ? windowOf(resident, this.day(midnight)).from : 0;
    return new Date(+midnight + Math.round(comes * HOUR));
  }
}

/** An account at one instant, after certain changes. */
export class Snapshot {
  readonly #changes: ReadonlyMap<string, readonly Change[]>;
  readonly #seen: Seen[];
  readonly #byId: ReadonlyMap<string, Seen>;

  constructor(
    private readonly world: World,
    private readonly changes: readonly Change[],
    readonly at: Date,
  ) {
    this.#changes = byResource(changes.filter((change) => change.at <= at));
    this.#seen = [...world.residents(at, new Date(+at + 1), this.#changes)]
      .map((resident) => this.#see(resident))
      .filter((seen) => this.#isThere(seen));
    this.#byId = new Map(this.#seen.map((seen) => [seen.id, seen]));
  }

  /** The same with one change more. */
  with(change: Change): Snapshot {
    return new Snapshot(this.world, [...this.changes, change], this.at);
  }

  #changesOf = (id: string) => this.#changes.get(id) ?? [];

  #see(resident: Resident): Seen {
    const facts = factsAt(this.#changesOf(resident.id), this.at);
    const current = facts.kind ? KINDS[this.world.payer.provider][facts.kind]! : resident.kind;
    const on = this.world.day(this.at);
    const hour = (+this.at - +new Date(on.start)) / HOUR;
    const window = windowWith(facts, resident, on);
    const isRunning = current.meters[0]!.curve !== 'hours' || (window.from <= hour && hour < window.to);
    const first = this.#changesOf(resident.id)[0];
    const createdAt = first?.made ? first.at : this.world.createdAt(resident);
    return { ...resident, facts, current, isRunning, createdAt };
  }

  /** Short-lived resources come and go within a day. */
  #isThere({ fleet, createdAt, isRunning, until, facts }: Seen) {
    if (createdAt > this.at) return false;
    const isLastDay = daysBetween(this.world.estate.story, dayOf(this.at)) === until - 1;
    const keepsHours = fleet.rhythm === 'office' || fleet.rhythm === 'nightly';
    return !(fleet.cycle > 0 && isLastDay && !keepsHours && !isRunning && facts.power === 'auto');
  }

  #alive = (id: string | undefined) => {
    const seen = id === undefined ? undefined : this.#byId.get(id);
    return seen?.facts.isDeleted ? undefined : seen;
  };

  get #living() {
    return this.#seen.filter(({ facts }) => !facts.isDeleted);
  }

  #scene(): Scene {
    const { world, at } = this;
    const machineOf = (disk: Resident) => this.#alive(world.machineIdOf(disk));
    const ids = this.#living.map(({ id }) => id);
    return {
      ...{ cloud: world.payer.provider, account: world.account, at, machineOf, day: world.midnight },
      applications: world.applications,
      balancers: this.#living.filter(({ kind }) => kind.type === 'Application Load Balancer'),
      told: daysBetween(world.estate.story, world.estate.createdOn),
      databaseServers: [...new Set(ids.filter((id) => id.includes('/microsoft.sql/')).map(serverOf))],
      disksOf: (machine) => this.#living.filter((disk) => machineOf(disk)?.id === machine.id),
      targetsOf: (balancer) => this.#living.filter((machine) => isBehind(machine, balancer)),
      configured: (id, configuration) => this.#configured(id, configuration),
    };
  }

  #configured = (id: string, configuration: Record<string, unknown>) =>
    this.#changesOf(id).reduce(
      (known, { configuration: patch }) => (patch ? patched(known, patch) : known),
      configuration,
    );

  #shown(seen: Seen, scene: Scene): CloudResource {
    const { payer } = this.world;
    const shape = SHAPES[payer.provider].shapes[`${seen.kind.service}/${seen.kind.type}`];
    if (!shape) throw new Error(`${seen.kind.service}/${seen.kind.type} has no shape.`);
    const { type, configuration, state = 'active', relations = [], region = seen.region } = shape(seen, scene);
    const { id: nativeId, name, createdAt } = seen;
    const { service, category } = seen.kind;
    const about = { provider: payer.provider, service, category, tags: seen.tags(), createdAt };
    return { nativeId, type, name, region, state, configuration, relations, ...about };
  }

  #changed(thing: CloudResource): CloudResource {
    const { tags: patch, isDeleted } = factsAt(this.#changesOf(thing.nativeId), this.at);
    const configuration = this.#configured(thing.nativeId, thing.configuration);
    const state = isDeleted ? 'deleted' : thing.state;
    return { ...thing, state, configuration, tags: withTags<string | true>(thing.tags, patch) };
  }

  /** All that there is, in no order, and what actions have deleted, in the state `deleted`. */
  get things(): CloudResource[] {
    const scene = this.#scene();
    const residents = this.#seen.map((seen) => this.#shown(seen, scene));
    const fixtures = SHAPES[this.world.payer.provider].fixtures(scene);
    return [...residents, ...fixtures].map((thing) => this.#changed(thing));
  }

  get account(): SubAccount {
    return this.world.account;
  }

  /** All types that there can be. */
  get types(): readonly string[] {
    const { regional, global } = SHAPES[this.world.payer.provider];
    return [...regional, ...global];
  }

  /** The resident behind a thing, where it is billed. */
  seen(nativeId: string): Seen | undefined {
    return this.#byId.get(nativeId);
  }
}

const serverOf = (databaseId: string) => databaseId.replace(/\/databases\/[^/]+$/, '');
