import type { Answers, Asked, Told } from './stub-server.js';

export const PROJECT = 'demo-project';

export interface StubAsset {
  name: string;
  assetType: string;
  location?: string;
  data: Record<string, any>;
  iamPolicy?: object;
}

const refusal = (code: number, status: string): Told => ({
  status: code,
  json: { error: { code, message: `${status} by the stub`, status } },
});

/** What the REST paths of a service begin with, and where the inventory's names lie below it. */
const ROOTS: Record<string, string> = {
  '/compute/v1/': '//compute.googleapis.com/',
  '/sql/v1beta4/': '//cloudsql.googleapis.com/',
  '/storage/v1/b/': '//storage.googleapis.com/',
};

/** A Google Cloud in memory: assets, which REST reads and changes too, and what else a test puts under a path. */
export class GcpStub {
  readonly paths = new Map<string, Told>();
  readonly objects = new Map<string, string>();
  page = 500;
  /** What the second page of the inventory is instead. */
  secondPage?: Told;
  denied = new Set<string>();
  policies: Told | undefined;

  constructor(
    readonly assets: StubAsset[],
    private readonly url: () => string,
  ) {}

  readonly answers: Answers = (asked) => {
    const { pathname } = asked.url;
    const told = this.paths.get(pathname);
    if (told) return told;
    if (pathname.startsWith('/storage/v1/b/bills')) return this.object(asked);
    if (!asked.headers.authorization?.startsWith('Bearer ')) return refusal(401, 'UNAUTHENTICATED');
    if (pathname === `/v1/projects/${PROJECT}/assets`) return this.inventory(asked);
    if (pathname === `/v3/projects/${PROJECT}/timeSeries`) return this.series(asked);
    if (pathname.endsWith(':testIamPermissions'))
      return { json: { permissions: asked.body.permissions.filter((each: string) => !this.denied.has(each)) } };
    return this.rest(asked);
  };

  private inventory({ url }: Asked): Told {
    const query = url.searchParams;
    const type = query.get('assetTypes');
    const content = query.get('contentType');
    if (content === '2' && this.policies) return this.policies;
    const assets = this.assets.filter(
      ({ assetType, iamPolicy }) => (!type || assetType === type) && (content !== '2' || iamPolicy),
    );
    const from = Number(query.get('pageToken') ?? 0);
    if (from > 0 && this.secondPage) return this.secondPage;
    const to = from + this.page;
    const told = assets.slice(from, to).map(({ name, assetType, location, data, iamPolicy }) => ({
      name,
      assetType,
      ancestors: ['projects/1'],
      ...(content === '1' && { resource: { version: 'v1', location, data } }),
      ...(content === '2' && { iamPolicy }),
    }));
    return {
      json: {
        readTime: '2026-11-01T00:00:00Z',
        assets: told,
        ...(to < assets.length && { nextPageToken: String(to) }),
      },
    };
  }

  private series({ url }: Asked): Told {
    const filter = url.searchParams.get('filter')!;
    const [, label, names] = /resource\.labels\.(\w+) = one_of\(([^)]*)\)/.exec(filter)!;
    const point = (endTime: string, doubleValue: number) => ({
      interval: { startTime: endTime, endTime },
      value: { doubleValue },
    });
    const points = [
      point('2026-11-01T00:10:00Z', 0.5),
      point('2026-11-01T00:05:00Z', 0.25),
      point('2026-11-01T02:00:00Z', 9),
    ];
    const timeSeries = JSON.parse(`[${names}]`).map((name: string) => ({
      metric: { type: 'x' },
      resource: { type: 'r', labels: { [label!]: name } },
      metricKind: 'GAUGE',
      valueType: 'DOUBLE',
      points,
    }));
    return { json: { timeSeries } };
  }

  private object({ url }: Asked): Told {
    const [, name] = /\/o\/(.+)$/.exec(url.pathname) ?? [];
    if (!name) {
      const prefix = url.searchParams.get('prefix') ?? '';
      const found = [...this.objects].filter(([key]) => key.startsWith(prefix));
      return {
        json: {
          kind: 'storage#objects',
          items: found.map(([key, text]) => ({ name: key, size: String(text.length) })),
        },
      };
    }
    const text = this.objects.get(decodeURIComponent(name));
    if (text === undefined) return refusal(404, 'NOT_FOUND');
    if (url.searchParams.get('alt') === 'media') return { text };
    return { json: { name: decodeURIComponent(name), size: String(text.length) } };
  }

  private rest({ method, url, body }: Asked): Told {
    const [root, host] = Object.entries(ROOTS).find(([each]) => url.pathname.startsWith(each)) ?? [];
    if (!root) return refusal(404, 'NOT_FOUND');
    const full = `${host}${url.pathname.slice(root.length)}`;
    const [, verb] = /\/(start|stop|setMachineType|setLabels|createSnapshot)$/.exec(full) ?? [];
    const name = verb ? full.slice(0, -verb.length - 1) : full;
    const asset = this.assets.find((each) => each.name === name || each.name.replace(/[^/]+$/, each.data.id) === name);
    if (!asset) return refusal(404, 'NOT_FOUND');
    if (method === 'GET') return { json: asset.data };
    this.change(asset, { method, verb, body });
    return { json: { kind: 'compute#operation', status: 'DONE', selfLink: `${this.url()}${root}operations/1` } };
  }

  private change(asset: StubAsset, { method, verb, body }: { method: string; verb?: string; body: any }) {
    const { data } = asset;
    if (method === 'DELETE') this.assets.splice(this.assets.indexOf(asset), 1);
    else if (verb === 'start' || verb === 'stop') data.status = verb === 'start' ? 'RUNNING' : 'TERMINATED';
    else if (verb === 'setLabels') data.labels = body.labels;
    else if (verb === 'createSnapshot')
      this.assets.push({
        ...asset,
        name: asset.name.replace(/\/zones\/.*/, `/global/snapshots/${body.name}`),
        assetType: 'compute.googleapis.com/Snapshot',
        data: body,
      });
    else if (verb) data.machineType = body.machineType;
    else
      for (const [key, value] of Object.entries(body)) data[key] = isPart(value) ? { ...data[key], ...value } : value;
  }
}

const isPart = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
