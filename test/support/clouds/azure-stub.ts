import type { Answers, Asked, Told } from './stub-server.js';

export const SUBSCRIPTION = '00000000-0000-4000-8000-00000000000a';
export const TENANT = '00000000-0000-4000-8000-00000000000b';

export type Row = Record<string, any>;

const TABLES: Record<string, (type: string) => boolean> = {
  resourcecontainers: (type) => type.startsWith('microsoft.resources/'),
  authorizationresources: (type) => /^microsoft.authorization\/role/.test(type),
  policyresources: (type) => type === 'microsoft.authorization/policyassignments',
  securityresources: (type) => type.startsWith('microsoft.security/'),
};
const tableOf = (type: string) => Object.entries(TABLES).find(([, holds]) => holds(type))?.[0] ?? 'resources';

const refusal = (status: number, code: string): Told => ({
  status,
  json: { error: { code, message: `${code} by the stub` } },
});

/** An Azure in memory: rows by id, and parts by path. What is asked of it is answered as Azure would. */
export class AzureStub {
  readonly parts = new Map<string, Told>();
  readonly blobs = new Map<string, string>();
  page = 1000;
  /** What the second page of a Resource Graph answer is instead. */
  secondPage?: Told;
  granted = { actions: ['*'], notActions: [] as string[] };

  constructor(
    readonly rows: Row[],
    private readonly url: () => string,
  ) {}

  readonly answers: Answers = (asked) => {
    const { pathname } = asked.url;
    if (pathname.endsWith('/openid-configuration')) return { json: this.metadata() };
    if (pathname.endsWith('/oauth2/v2.0/token')) return this.token(asked);
    if (!asked.headers.authorization?.startsWith('Bearer ')) return refusal(401, 'AuthenticationFailed');
    if (/resourcegraph/i.test(pathname)) return this.graph(asked);
    if (pathname.endsWith('/metrics:getBatch')) return this.metrics(asked);
    if (pathname.startsWith('/billing')) return this.blob(asked);
    return this.arm(asked);
  };

  private metadata() {
    const base = `${this.url()}/${TENANT}`;
    return {
      issuer: `${base}/v2.0`,
      authorization_endpoint: `${base}/oauth2/v2.0/authorize`,
      token_endpoint: `${base}/oauth2/v2.0/token`,
      jwks_uri: `${base}/keys`,
    };
  }

  private token({ body }: Asked): Told {
    if (!String(body).includes('client_secret=right'))
      return { status: 401, json: { error: 'invalid_client', error_description: 'AADSTS7000215: wrong secret' } };
    const claims = Buffer.from(JSON.stringify({ appid: 'app-1', tid: TENANT })).toString('base64url');
    return { json: { token_type: 'Bearer', expires_in: 3600, access_token: `e30.${claims}.x` } };
  }

  private graph({ body }: Asked): Told {
    const query: string = body.query;
    const table = query.split(' ')[0]!;
    const ofTable = this.rows.filter((row) => tableOf(row.type.toLowerCase()) === table);
    if (query.includes('summarize')) return this.counts(ofTable, query);
    const type = /type =~ '([^']*)'/.exec(query)![1]!.toLowerCase();
    const [, nowhere, places] = /where (isempty\(location\) or )?location in~ \(([^)]*)\)/.exec(query)!;
    const isThere = ({ location }: Row) =>
      location ? places!.toLowerCase().includes(`'${location.toLowerCase()}'`) : Boolean(nowhere);
    const rows = ofTable.filter((row) => row.type.toLowerCase() === type && isThere(row));
    const from = Number(body.options.$skipToken ?? 0);
    if (from > 0 && this.secondPage) return this.secondPage;
    const to = from + this.page;
    const more = to < rows.length ? { $skipToken: String(to), resultTruncated: 'true' } : { resultTruncated: 'false' };
    const data = rows.slice(from, to);
    return { json: { totalRecords: rows.length, count: data.length, facets: [], data, ...more } };
  }

  private counts(rows: Row[], query: string): Told {
    const types = [...query.matchAll(/'([^']*)'/g)].map(([, type]) => type!.toLowerCase());
    const wanted = rows.filter(({ type }) => types.length === 0 || types.includes(type.toLowerCase()));
    const counts = new Map(
      wanted.map((row) => {
        const type = row.type.toLowerCase();
        return [`${type} ${row.location}`, { type, location: row.location ?? '', count_: 1 }];
      }),
    );
    return {
      json: {
        count: counts.size,
        totalRecords: counts.size,
        facets: [],
        data: [...counts.values()],
        resultTruncated: 'false',
      },
    };
  }

  private metrics({ url, body }: Asked): Told {
    const names = url.searchParams.get('metricnames')!.split(',');
    const times = ['2026-11-01T00:00:00Z', '2026-11-01T00:05:00Z', '2026-11-01T01:00:00Z'];
    const data = times.map((timeStamp) => ({ timeStamp, average: 40, total: 600, count: 300, maximum: 40 }));
    const metric = (name: string) => ({
      id: name,
      name: { value: name },
      type: 'm',
      unit: 'Count',
      timeseries: [{ metadatavalues: [], data }],
    });
    const values = body.resourceids.map((resourceid: string) => ({
      starttime: times[0],
      endtime: times[2],
      interval: url.searchParams.get('interval'),
      resourceid,
      value: names.map(metric),
    }));
    return { json: { values } };
  }

  private blob({ url }: Asked): Told {
    if (url.searchParams.get('comp') === 'list') {
      const prefix = url.searchParams.get('prefix') ?? '';
      const blobs = [...this.blobs].filter(([name]) => name.startsWith(prefix));
      const xml = blobs
        .map(
          ([name, text]) =>
            `<Blob><Name>${name}</Name><Properties><Content-Length>${text.length}</Content-Length></Properties></Blob>`,
        )
        .join('');
      const text = `<?xml version="1.0"?><EnumerationResults ContainerName="billing"><Blobs>${xml}</Blobs><NextMarker/></EnumerationResults>`;
      return { text, headers: { 'content-type': 'application/xml' } };
    }
    const text = this.blobs.get(decodeURIComponent(url.pathname).slice('/billing/'.length));
    return text === undefined
      ? refusal(404, 'BlobNotFound')
      : { text, headers: { 'content-type': 'text/csv', etag: '"1"' } };
  }

  private arm(asked: Asked): Told {
    const path = decodeURIComponent(asked.url.pathname).toLowerCase();
    if (!asked.url.searchParams.get('api-version')) return refusal(400, 'MissingApiVersionParameter');
    if (path.endsWith('/providers/microsoft.authorization/permissions')) return { json: { value: [this.granted] } };
    if (path === '/subscriptions')
      return {
        json: { value: [{ subscriptionId: SUBSCRIPTION, displayName: 'Main', state: 'Enabled', tenantId: TENANT }] },
      };
    const part = this.parts.get(path);
    if (part) return part;
    const verb = /^(.*)\/(deallocate|start)$/.exec(path);
    const machine = verb && this.rows.find((each) => each.id.toLowerCase() === verb[1]);
    return machine ? this.run(machine, verb[2]!) : this.resource(asked, path);
  }

  private resource({ method, body }: Asked, path: string): Told {
    const tags = path.endsWith('/providers/microsoft.resources/tags/default');
    const id = tags ? path.replace('/providers/microsoft.resources/tags/default', '') : path;
    const row = this.rows.find((each) => each.id.toLowerCase() === id);
    if (!row) return refusal(404, 'ResourceNotFound');
    if (tags && method === 'PATCH') row.tags = { ...row.tags, ...body.properties.tags };
    if (tags) return { json: { properties: { tags: row.tags ?? {} } } };
    if (method === 'DELETE') this.rows.splice(this.rows.indexOf(row), 1);
    if (method === 'PATCH') Object.assign(row, { ...body, properties: { ...row.properties, ...body.properties } });
    return { json: row };
  }

  private run(machine: Row, verb: string): Told {
    const code = verb === 'start' ? 'PowerState/running' : 'PowerState/deallocated';
    machine.properties.instanceView = { statuses: [{ code }] };
    const link = `${this.url()}/subscriptions/${SUBSCRIPTION}/providers/Microsoft.Compute/operations/1`;
    this.parts.set(new URL(link).pathname.toLowerCase(), { json: { status: 'Succeeded' } });
    return { status: 202, headers: { 'azure-asyncoperation': `${link}?api-version=2024-07-01`, 'retry-after': '0' } };
  }
}
