import {
  CloudError,
  METRICS,
  nativeIdOf,
  type CloudAction,
  type CloudConnection,
  type CloudErrorKind,
  type CloudPlugin,
  type CloudResource,
  type Listing,
  type Measurement,
} from '#clouds';

/** What can go wrong with a listing, and as what it must be told. */
export const TROUBLES = {
  denied: 'denied',
  throttled: 'throttled',
  truncated: 'broken',
  unreachable: 'unreachable',
} as const satisfies Record<string, CloudErrorKind>;

export type Trouble = keyof typeof TROUBLES;

/** One cloud as the contract tries it: through its own plugin, against answers that the spec serves. */
export interface CloudScene {
  plugin: CloudPlugin;
  provider: string;
  /** An account of which every question is answered; with a trouble, `paged` is what it befalls, on its second page. */
  open(trouble?: Trouble): Promise<CloudConnection>;
  /** A listing that takes more than one page, and how many resources it has. */
  paged: { listing: Listing; resources: number };
  measured: Measurement;
  /** A change that is not yet made; undefined where the answers served cannot change. */
  action?: CloudAction;
  /** Troubles that cannot befall this cloud. */
  spared?: readonly Trouble[];
}

const signal = () => new AbortController().signal;

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const item of items) found.push(item);
  return found;
}

/** Every listing of the account: what was told, and what failed. */
async function everything(cloud: CloudConnection) {
  const { listings } = await cloud.listings(signal());
  const resources: CloudResource[] = [];
  const errors: unknown[] = [];
  for (const listing of listings) {
    await all(cloud.list(listing, signal())).then(
      (found) => resources.push(...found),
      (error: unknown) => errors.push(error),
    );
  }
  return { listings, resources, errors };
}

const isPlainJson = (value: unknown) => {
  expect(JSON.parse(JSON.stringify(value))).toEqual(value);
};

type Open = (trouble?: Trouble) => Promise<CloudConnection>;

function describes(scene: CloudScene) {
  it('describes itself, and takes its own example', () => {
    const { id, title, description, example } = scene.plugin;
    expect([id, title, description].every(Boolean)).toBe(true);
    expect(scene.plugin.faults({ provider: scene.provider, externalId: 'x', ...example })).toEqual([]);
  });

  it('says which settings it cannot use', () => {
    const settings = Object.fromEntries(Object.keys(scene.plugin.example.settings).map((key) => [key, { not: [7] }]));
    if (Object.keys(settings).length)
      expect(scene.plugin.faults({ provider: scene.provider, externalId: 'x', settings }).length).toBeGreaterThan(0);
  });
}

function lists(scene: CloudScene, open: Open) {
  it('lists each resource once, whole and plain', async () => {
    const { listings, resources, errors } = await everything(await open());
    expect(errors).toEqual([]);
    expect(new Set(listings.map(({ region, type }) => `${region} ${type}`)).size).toBe(listings.length);
    expect(resources.length).toBeGreaterThan(0);
    for (const resource of resources) {
      expect(nativeIdOf(resource.provider ?? scene.provider, resource.nativeId)).toBe(resource.nativeId);
      for (const word of ['nativeId', 'name', 'type', 'region', 'service', 'category', 'state'] as const)
        expect(resource[word].length).toBeGreaterThan(0);
      expect(Object.values(resource.tags).every((value) => value === true || typeof value === 'string')).toBe(true);
      for (const relation of resource.relations) expect(relation.kind && relation.nativeId).toBeTruthy();
      isPlainJson(resource.configuration);
    }
    expect(new Set(resources.map(({ nativeId, type }) => `${type} ${nativeId}`)).size).toBe(resources.length);
  });

  it('reads every page of a listing', async () => {
    const found = await all((await open()).list(scene.paged.listing, signal()));
    expect(found).toHaveLength(scene.paged.resources);
  });
}

function fails(scene: CloudScene, open: Open) {
  for (const [trouble, kind] of Object.entries(TROUBLES) as [Trouble, CloudErrorKind][]) {
    if (scene.spared?.includes(trouble)) continue;
    it(`throws, and never ends as if complete, where a later page is ${trouble}`, async () => {
      const error: unknown = await all((await open(trouble)).list(scene.paged.listing, signal())).catch(
        (thrown: unknown) => thrown,
      );
      expect(error).toBeInstanceOf(CloudError);
      expect(error).toMatchObject({ kind });
      expect((error as CloudError).operation).toBeTruthy();
    });
  }

  it('ends early where it is told to', async () => {
    const ending = new AbortController();
    ending.abort();
    await expect(all((await open()).list(scene.paged.listing, ending.signal))).rejects.toThrow();
  });
}

function answers(scene: CloudScene, open: Open) {
  it('measures in the common words, within what was asked', async () => {
    const { from, to, resources } = scene.measured;
    const samples = await all((await open()).measure(scene.measured, signal()));
    expect(samples.length).toBeGreaterThan(0);
    const asked = new Set(resources.map(({ nativeId }) => nativeId));
    for (const { nativeId, metric, at, value } of samples) {
      expect(asked.has(nativeId)).toBe(true);
      expect(METRICS).toHaveProperty(metric);
      expect(at >= from && at < to && Number.isFinite(value)).toBe(true);
    }
    expect(new Set(samples.map(({ nativeId, metric, at }) => `${nativeId} ${metric} ${+at}`)).size).toBe(
      samples.length,
    );
  });

  it('says who it is and what it may do', async () => {
    const { identity, permissions, policy } = await (await open()).check(signal());
    expect(identity).toBeTruthy();
    expect(permissions.length).toBeGreaterThan(0);
    expect(permissions.filter(({ missing }) => missing)).toEqual([]);
    for (const { action, purpose } of permissions) expect(action && purpose).toBeTruthy();
    expect(policy.length).toBeGreaterThan(0);
  });
}

function acts(scene: CloudScene, open: Open) {
  it('refuses an action that it does not know on that type', async () => {
    const target = { ...scene.paged.listing, nativeId: 'x', type: 'no-such-type' };
    const acted = (await open()).act({ action: 'instance.stop', target }, { dryRun: true }, signal());
    await expect(acted).rejects.toMatchObject({ kind: 'unsupported' });
  });

  const { action } = scene;
  if (!action) return;
  it('acts once: would, done, already', async () => {
    const connection = await open();
    const would = await connection.act(action, { dryRun: true }, signal());
    expect(would.outcome).toBe('would');
    const done = await connection.act(action, { dryRun: false }, signal());
    expect(done).toEqual({ ...would, outcome: 'done' });
    const again = await connection.act(action, { dryRun: false }, signal());
    expect(again).toMatchObject({ outcome: 'already', before: done.after });
  });
}

/** What every cloud keeps, whichever it is. */
export function cloudContract(scene: CloudScene) {
  let cloud: CloudConnection | undefined;
  const open: Open = async (trouble) => (cloud = await scene.open(trouble));
  afterEach(() => {
    cloud?.close();
    cloud = undefined;
  });

  describes(scene);
  lists(scene, open);
  fails(scene, open);
  answers(scene, open);
  acts(scene, open);
}
