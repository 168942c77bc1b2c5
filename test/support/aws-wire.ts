import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { JsonCodec, XmlShapeSerializer } from '@aws-sdk/core/protocols';
import { NormalizedSchema } from '@smithy/core/schema';
import { coerced } from './aws-coerced.js';
import { SDKS, type ServiceId } from '../../libs/clouds/src/aws/sdk.js';

/** What the SDK has asked, as this server understands it. */
export interface Question {
  service: ServiceId;
  region: string;
  operation: string;
  /** Members of the input as texts or JSON, under their names on the wire. */
  input: Record<string, any>;
}

/** A refusal as AWS words it; or a good answer that ends early, or never comes. */
export interface Trouble {
  code?: string;
  status?: number;
  message?: string;
  retryAfter?: number;
  cut?: 'connection' | 'body' | 'all';
}

export type Reply = { data: Record<string, any> } | { trouble: Trouble; data?: Record<string, any> };
export type Answerer = (question: Question) => Reply | Promise<Reply>;

type Protocol = 'json' | 'rest-json' | 'query' | 'ec2' | 'rest-xml';
type Module = Record<string, any>;

const PROTOCOLS: Record<string, Protocol> = {
  'aws.protocols#awsJson1_0': 'json',
  'aws.protocols#awsJson1_1': 'json',
  'aws.protocols#restJson1': 'rest-json',
  'aws.protocols#awsQuery': 'query',
  'aws.protocols#ec2Query': 'ec2',
  'aws.protocols#restXml': 'rest-xml',
};

/** Services by the name with which requests are signed, where it is another one. */
const SIGNED: Record<string, ServiceId> = { monitoring: 'cloudwatch' };

interface Service {
  id: ServiceId;
  module: Module;
  protocol: Protocol;
}

const services = new Map<ServiceId, Promise<Service>>();

const serviceOf = (id: ServiceId): Promise<Service> => {
  let service = services.get(id);
  if (!service) services.set(id, (service = load(id)));
  return service;
};

async function load(id: ServiceId): Promise<Service> {
  const { load: sdk, client } = SDKS[id];
  const module = (await sdk()) as unknown as Module;
  const { config } = new module[client]({ region: 'us-east-1' });
  return { id, module, protocol: PROTOCOLS[config.protocol.getShapeId()]! };
}

interface Asked {
  service: Service;
  region: string;
  operation: string;
  input: Record<string, any>;
}

/** Requests are told apart as AWS does: by the target, the action, or method and path. */
async function understand(request: IncomingMessage, body: string): Promise<Asked> {
  const [, region = '', signed = ''] =
    /Credential=[^/]+\/\d+\/([^/]+)\/([^/]+)\//.exec(request.headers.authorization ?? '') ?? [];
  const form = new URLSearchParams(body);
  const service = await serviceOf(signedFor(signed, form));
  return { service, region, ...asked(service, request, body) };
}

/** Both kinds of load balancers sign alike. */
function signedFor(name: string, form: URLSearchParams): ServiceId {
  if (name === 'elasticloadbalancing') return form.get('Version') === '2012-06-01' ? 'elb' : 'elbv2';
  return SIGNED[name] ?? (name as ServiceId);
}

function asked(service: Service, request: IncomingMessage, body: string): Pick<Asked, 'operation' | 'input'> {
  const form = new URLSearchParams(body);
  switch (service.protocol) {
    case 'json':
      return {
        operation: String(request.headers['x-amz-target']).split('.').at(-1)!,
        input: JSON.parse(body || '{}'),
      };
    case 'query':
    case 'ec2':
      return { operation: form.get('Action')!, input: Object.fromEntries(form) };
    default:
      return byPath(service, request, body);
  }
}

function byPath({ id, module }: Service, request: IncomingMessage, body: string) {
  const url = new URL(request.url!, 'http://aws');
  const bucket = id === 's3' ? url.pathname.split('/')[1] : undefined;
  const path = bucket ? url.pathname.slice(bucket.length + 1) || '/' : url.pathname;
  const found = Object.values(module)
    .filter((each) => Array.isArray(each) && each[0] === 9)
    .flatMap((schema) => {
      const [method, uri] = schema[3].http;
      const input = method === request.method ? matched(uri, path, url.searchParams) : undefined;
      return input ? [{ operation: schema[2] as string, ...input }] : [];
    })
    .sort((a, b) => b.weight - a.weight)[0];
  if (!found) throw new Error(`no operation of ${id} is ${request.method} ${request.url}`);
  const isJson = body.startsWith('{');
  return {
    operation: found.operation,
    input: {
      ...Object.fromEntries(url.searchParams),
      ...found.labels,
      ...(bucket && { Bucket: bucket }),
      ...(isJson ? JSON.parse(body) : { body }),
    },
  };
}

/** The more of a path is literal, the nearer it is. */
function matched(uri: string, path: string, search: URLSearchParams) {
  const [way = '', query = ''] = uri.split('?');
  const literals = [...new URLSearchParams(query)];
  if (literals.some(([key, value]) => search.get(key) !== value)) return undefined;
  const pattern = way
    .replace(/[.]/g, '\\.')
    .replace(/\{(\w+)(\+?)\}/g, (_, name, greedy) => `(?<${name}>${greedy ? '.+' : '[^/]+'})`);
  const match = new RegExp(`^${pattern}/?$`).exec(path);
  if (!match) return undefined;
  const labels = Object.entries(match.groups ?? {}).map(([name, value]) => [name, decodeURIComponent(value)]);
  return {
    labels: Object.fromEntries(labels),
    weight: literals.length * 100 + way.split('/').length - labels.length / 2,
  };
}

const jsonSettings = { timestampFormat: { useTrait: true, default: 7 as const } };
const xmlSettings = { timestampFormat: { useTrait: true, default: 5 as const }, httpBindings: false } as any;

const json = (schema: NormalizedSchema, value: unknown, jsonName: boolean) => {
  const serializer = new JsonCodec({ ...jsonSettings, jsonName }).createSerializer();
  serializer.write(schema, value);
  return String(serializer.flush());
};

const xml = (schema: NormalizedSchema, value: unknown, name: string) =>
  (new XmlShapeSerializer(xmlSettings) as any)
    .writeStruct(schema, value, undefined)
    .withName(name)
    .toString() as string;

interface Wire {
  headers: Record<string, string>;
  body: string;
}

/** The answer in the protocol's own form, by the schema with which the SDK reads it. */
function written({ module, protocol }: Service, operation: string, given: Record<string, any>): Wire {
  const output = NormalizedSchema.of(module[`${operation}$`][5]);
  if (!output.isStructSchema()) return { headers: {}, body: '' };
  const data = coerced(output, given);
  if (protocol === 'json')
    return { headers: { 'content-type': 'application/x-amz-json-1.1' }, body: json(output, data, false) };
  const headers = { 'content-type': 'text/xml' };
  if (protocol === 'query')
    return { headers, body: `<${operation}Response>${xml(output, data, `${operation}Result`)}</${operation}Response>` };
  if (protocol === 'ec2') return { headers, body: xml(output, data, `${operation}Response`) };
  return bound(output, data, protocol);
}

/** REST puts some members into headers, and one may be the whole body. */
function bound(output: NormalizedSchema, data: Record<string, any>, protocol: Protocol): Wire {
  const isJson = protocol === 'rest-json';
  const headers: Record<string, string> = { 'content-type': isJson ? 'application/json' : 'application/xml' };
  const members = [...output.structIterator()].map(([name, member]) => ({
    name,
    member,
    traits: member.getMergedTraits() as Record<string, any>,
  }));
  const [inHeaders, others] = groupsOf(members, ({ traits }) => traits.httpHeader);
  const [payload, inBody] = groupsOf(others, ({ traits }) => traits.httpPayload);
  for (const { name, traits } of inHeaders)
    if (data[name] !== undefined) headers[traits.httpHeader.toLowerCase()] = String(data[name]);
  if (payload[0]) return { headers, body: payloadOf([payload[0].member, data[payload[0].name]], protocol) };
  const rest = Object.fromEntries(inBody.map(({ name }) => [name, data[name]]));
  return { headers, body: isJson ? json(output, rest, true) : xml(output, rest, output.getName()!) };
}

const groupsOf = <T>(items: T[], is: (item: T) => unknown): [T[], T[]] => [
  items.filter((each) => is(each)),
  items.filter((each) => !is(each)),
];

function payloadOf([schema, value]: [NormalizedSchema, any], protocol: Protocol): string {
  if (value === undefined) return '';
  if (!schema.isStructSchema()) return typeof value === 'string' ? value : Buffer.from(value).toString();
  return protocol === 'rest-json' ? json(schema, value, true) : xml(schema, value, schema.getName()!);
}

function refusal(protocol: Protocol, { code = 'InternalError', message = code }: Trouble): Wire {
  if (protocol === 'json' || protocol === 'rest-json')
    return {
      headers: { 'content-type': 'application/json', 'x-amzn-errortype': code },
      body: JSON.stringify({ __type: code, message }),
    };
  const error = `<Error><Code>${code}</Code><Message>${message}</Message></Error>`;
  const bodies: Record<string, string> = {
    ec2: `<Response><Errors>${error}</Errors></Response>`,
    query: `<ErrorResponse>${error}</ErrorResponse>`,
    'rest-xml': error,
  };
  return { headers: { 'content-type': 'text/xml' }, body: bodies[protocol]! };
}

function send(response: ServerResponse, { headers, body }: Wire, status: number, cut?: Trouble['cut']) {
  if (cut === 'all') return response.destroy();
  const half = body.slice(0, Math.floor(body.length / 2));
  response.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(cut === 'body' ? half : body) });
  if (cut === 'connection') response.write(half, () => response.destroy());
  else response.end(cut ? half : body);
}

/** An AWS over local HTTP, in each service's own protocol, that says what it is told to say. */
export class AwsWire {
  readonly asked: Question[] = [];
  private readonly server: Server;
  answer: Answerer = () => ({ data: {} });

  private constructor() {
    this.server = createServer((request, response) => void this.serve(request, response));
  }

  static async start(): Promise<AwsWire> {
    const wire = new AwsWire();
    await new Promise<void>((done) => wire.server.listen(0, '127.0.0.1', done));
    return wire;
  }

  get endpoint(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  close(): Promise<void> {
    this.server.closeAllConnections();
    return new Promise((done) => this.server.close(() => done()));
  }

  private async serve(request: IncomingMessage, response: ServerResponse) {
    let body = '';
    for await (const chunk of request) body += String(chunk);
    try {
      const { service, region, operation, input } = await understand(request, body);
      const question = { service: service.id, region, operation, input };
      this.asked.push(question);
      const reply = await this.answer(question);
      const trouble = 'trouble' in reply ? reply.trouble : {};
      if (trouble.retryAfter !== undefined) response.setHeader('retry-after', trouble.retryAfter);
      if (trouble.status) return send(response, refusal(service.protocol, trouble), trouble.status);
      send(response, written(service, operation, reply.data ?? {}), 200, trouble.cut);
    } catch (error) {
      send(response, { headers: {}, body: `test server: ${(error as Error).stack}` }, 599);
    }
  }
}
