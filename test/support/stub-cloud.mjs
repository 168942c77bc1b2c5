// A cloud in memory that keeps the port; plain JavaScript, because programs that tests start run it beside what was built.
import { setTimeout as pause } from 'node:timers/promises';
import { CloudError } from '#clouds';

const PERIOD = 100;

/** A made-up estate, the same each time: resources evenly over types and regions, some tied to their neighbours. */
export function stubEstate({ resources, regions = 4, types = 5, version = 1 }) {
  const estate = [];
  for (let n = 0; n < resources; n++) {
    const region = `region-${n % regions}`;
    estate.push({
      nativeId: `stub:${n}`,
      type: `Stub::Type${Math.floor(n / regions) % types}`,
      name: `machine-${n}`,
      region,
      service: 'Stub Compute',
      category: 'Compute',
      state: n % 7 === 0 ? 'stopped' : 'running',
      tags: { team: `team-${n % 10}`, env: n % 2 ? 'prod' : 'test' },
      configuration: {
        Size: `size-${n % 5}`,
        Encrypted: n % 3 !== 0,
        Version: version,
        State: { Name: n % 7 === 0 ? 'stopped' : 'running', Code: 16 },
        Disks: [{ Id: `disk-${n}`, Bytes: n * 1024, Tags: [{ Key: 'a', Value: 'b' }] }],
        Network: { Subnet: `subnet-${n % 50}`, Groups: [`group-${n % 20}`, `group-${n % 30}`], Public: n % 11 === 0 },
      },
      relations: n % 4 ? [{ kind: 'neighbour', nativeId: `stub:${n - 1}` }] : [],
    });
  }
  return estate;
}

async function* pages(items, { latencyMs, pageSize }, signal, before) {
  for (let at = 0, page = 0; page === 0 || at < items.length; at += pageSize, page++) {
    signal.throwIfAborted();
    if (latencyMs) await pause(latencyMs, undefined, { signal });
    await before(page);
    yield items.slice(at, at + pageSize);
  }
}

class StubConnection {
  constructor(cloud) {
    this.cloud = cloud;
  }

  async check() {
    const { denied } = this.cloud;
    const permissions = ['stub:List', 'stub:Act'].map((action) => ({
      action,
      purpose: 'to see what there is',
      ...(denied.includes(action) && { missing: `not authorized to perform ${action}` }),
    }));
    return { identity: 'stub:me', permissions, policy: '{"Allow": ["stub:List", "stub:Act"]}' };
  }

  async *accounts() {
    yield* this.cloud.members;
  }

  async listings(signal) {
    signal.throwIfAborted();
    await this.cloud.onListings?.();
    const places = new Map(this.cloud.extra.map((each) => [`${each.region} ${each.type}`, each]));
    for (const { region, type } of this.cloud.estate) places.set(`${region} ${type}`, { region, type });
    const isLost = ({ region }) => this.cloud.unreachable.some((each) => each.region === region);
    return { listings: [...places.values()].filter((each) => !isLost(each)), unreachable: this.cloud.unreachable };
  }

  async *list(listing, signal) {
    const { cloud } = this;
    const items = cloud.estate.filter(({ region, type }) => region === listing.region && type === listing.type);
    cloud.asked += 1;
    cloud.open += 1;
    cloud.mostOpen = Math.max(cloud.mostOpen, cloud.open);
    try {
      for await (const page of pages(items, cloud, signal, (at) => cloud.onPage?.(listing, at))) yield* page;
    } finally {
      cloud.open -= 1;
    }
  }

  async *measure({ resources, metrics, from, to }) {
    for (const { nativeId } of resources)
      for (const metric of metrics)
        for (let at = +from; at < +to; at += PERIOD * 1000) yield { nativeId, metric, at: new Date(at), value: 1 };
  }

  async bills() {
    return undefined;
  }

  async act({ action, target }) {
    throw new CloudError('unsupported', action, `the stub does nothing to ${target.type}`);
  }

  close() {
    this.cloud.closed += 1;
  }
}

/** What a test may change as it goes: the estate, what befalls a page (`onPage`, which may throw), and the latency. */
export class StubCloud {
  title = 'Stub';
  description = 'A cloud in memory.';
  example = { settings: { connector: 'stub' }, credential: { key: 'k' } };
  latencyMs = 0;
  pageSize = 50;
  /** Listings beside those of the estate. */
  extra = [];
  unreachable = [];
  members = [];
  denied = [];
  asked = 0;
  open = 0;
  mostOpen = 0;
  closed = 0;
  /** What the last connection was given. */
  access = undefined;
  onPage = undefined;
  onListings = undefined;

  constructor(estate = [], id = 'stub') {
    this.estate = estate;
    this.id = id;
  }

  faults({ settings }) {
    const { connector, broken } = settings;
    if (connector !== undefined && typeof connector !== 'string') return ['connector must be a text'];
    return broken ? ['broken must not be set'] : [];
  }

  async connect(access) {
    this.access = access;
    return new StubConnection(this);
  }
}
