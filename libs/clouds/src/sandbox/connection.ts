import type { Clock } from '#common';
import { CloudError } from '../cloud-error.js';
import type { CloudAction, Effect } from '../action.js';
import type {
  CloudConnection,
  CloudResource,
  CredentialCheck,
  FoundAccount,
  Listing,
  Measurement,
  Sample,
  Unreachable,
} from '../cloud.js';
import type { FileStore } from '../file-store.js';
import { actOn } from './actions/act.js';
import { BillStore } from './bill-store.js';
import { byResource } from './changes.js';
import type { Ledger } from './ledger.js';
import { measured } from './metrics/measured.js';
import type { SandboxSettings } from './settings.js';
import { SHAPES } from './shapes/index.js';
import { Snapshot, type World } from './world.js';

export interface SandboxParts {
  ledger: Ledger;
  clock: Clock;
  keyOf: (externalId: string) => string;
}

/** What `check` says of what anybody may do here. */
const PERMISSIONS = [
  ['sandbox:List', 'list what there is'],
  ['sandbox:Measure', 'read metrics'],
  ['sandbox:Bill', 'read FOCUS exports'],
  ['sandbox:Act', 'change what there is'],
] as const;

const PAGE = 100;

/** One account of the sandbox. It is asked for nothing but what was done to it, once for each question. */
export class SandboxConnection implements CloudConnection {
  constructor(
    private readonly world: World,
    private readonly settings: SandboxSettings,
    private readonly parts: SandboxParts,
  ) {}

  check(signal: AbortSignal): Promise<CredentialCheck> {
    signal.throwIfAborted();
    const { id, name } = this.world.account;
    return Promise.resolve({
      identity: `sandbox: ${name} (${id})`,
      permissions: PERMISSIONS.map(([action, purpose]) => ({ action, purpose })),
      policy: 'The sandbox asks for no credential, and lets everybody do everything.',
    });
  }

  /** The others of the same payer. */
  async *accounts(signal: AbortSignal): AsyncGenerator<FoundAccount> {
    const { estate, seed, createdOn } = this.settings;
    for (const { id, name } of this.world.payer.accounts) {
      signal.throwIfAborted();
      if (id !== this.world.account.id)
        yield await Promise.resolve({
          externalId: id,
          name,
          settings: { connector: 'sandbox', estate, seed, createdOn },
        });
    }
  }

  listings(signal: AbortSignal): Promise<{ listings: Listing[]; unreachable: Unreachable[] }> {
    signal.throwIfAborted();
    const { regional, global } = SHAPES[this.world.payer.provider];
    const inRegions = this.world.account.regions.flatMap((region) => regional.map((type) => ({ region, type })));
    const elsewhere = global.map((type) => ({ region: 'global', type }));
    return Promise.resolve({ listings: [...inRegions, ...elsewhere], unreachable: [] });
  }

  async *list({ region, type }: Listing, signal: AbortSignal): AsyncGenerator<CloudResource> {
    const trouble = this.settings.troubles.find(
      (one) => (one.region ?? region) === region && (one.type ?? type) === type,
    );
    const found = (await this.#now(signal)).things
      .filter((thing) => thing.state !== 'deleted' && thing.type === type && thing.region === region)
      .sort((one, other) => (one.nativeId < other.nativeId ? -1 : 1));
    for (const [index, thing] of found.entries()) {
      if (index % PAGE === 0) signal.throwIfAborted();
      if (trouble && index === (trouble.after ?? 0)) break;
      yield thing;
    }
    if (trouble) throw new CloudError(trouble.kind, `sandbox:List ${type}`, `is ${trouble.kind} by its settings`);
  }

  async *measure(question: Measurement, signal: AbortSignal): AsyncGenerator<Sample> {
    const changes = byResource(await this.#changes());
    const { world, settings } = this;
    yield* measured({ world, changes, load: settings.load, now: this.parts.clock.now() }, question, signal);
  }

  async bills(signal: AbortSignal): Promise<FileStore | undefined> {
    signal.throwIfAborted();
    const { bills } = this.settings;
    if (bills === false) return undefined;
    const keys = this.world.payer.accounts.map(({ id }) => this.parts.keyOf(id));
    const changes = byResource(await this.parts.ledger.of(keys));
    return new BillStore(this.world, { changes, now: this.parts.clock.now(), months: bills });
  }

  async act(action: CloudAction, { dryRun }: { dryRun: boolean }, signal: AbortSignal): Promise<Effect> {
    const { effect, change } = actOn(await this.#now(signal), action);
    if (effect.outcome === 'already' || dryRun) return effect;
    await this.parts.ledger.add(this.parts.keyOf(this.world.account.id), change);
    return { ...effect, outcome: 'done' };
  }

  close(): void {
    // There is nothing open.
  }

  #changes() {
    return this.parts.ledger.of([this.parts.keyOf(this.world.account.id)]);
  }

  async #now(signal: AbortSignal): Promise<Snapshot> {
    signal.throwIfAborted();
    return new Snapshot(this.world, await this.#changes(), this.parts.clock.now());
  }
}
