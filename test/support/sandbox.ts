import type { CloudAction, CloudConnection, CloudResource, Effect, Sample } from '#clouds';
import { MemoryLedger } from '../../libs/clouds/src/sandbox/ledger.js';
import { Sandbox } from '../../libs/clouds/src/sandbox/sandbox.js';
import { demoChargeOf, type DemoCharge } from './demo-charges.js';

const signal = new AbortController().signal;

/** The sandbox with a clock that a test sets, and accounts of the demo estate as they were made on one day. */
export class SandboxLab {
  readonly plugin: Sandbox;

  constructor(
    public now: Date,
    private readonly createdOn = '2026-11-24',
  ) {
    this.plugin = new Sandbox(new MemoryLedger(), { now: () => this.now });
  }

  demo(externalId: string, settings: Record<string, unknown> = {}): Promise<CloudConnection> {
    const own = { connector: 'sandbox', estate: 'demo', createdOn: this.createdOn, ...settings };
    return this.plugin.connect({ provider: 'any', externalId, settings: own });
  }

  own(settings: Record<string, unknown> = {}, externalId = 'lab-1'): Promise<CloudConnection> {
    return this.plugin.connect({ provider: 'sandbox', externalId, settings });
  }
}

export async function listed(cloud: CloudConnection, type?: string): Promise<CloudResource[]> {
  const { listings } = await cloud.listings(signal);
  const found: CloudResource[] = [];
  for (const listing of listings.filter((one) => !type || one.type === type))
    for await (const resource of cloud.list(listing, signal)) found.push(resource);
  return found;
}

export const done = (cloud: CloudConnection, action: CloudAction): Promise<Effect> =>
  cloud.act(action, { dryRun: false }, signal);

/** Hourly samples. */
export async function hourly(
  cloud: CloudConnection,
  one: CloudResource,
  [from, to]: [string, string],
): Promise<Sample[]> {
  const question = { resources: [one], metrics: ['cpu', 'network_in'] as const, periodSeconds: 3600 };
  const found: Sample[] = [];
  for await (const sample of cloud.measure({ ...question, from: new Date(from), to: new Date(to) }, signal))
    found.push(sample);
  return found;
}

/** Every charge of a month, `YYYY-MM`. */
export async function charged(cloud: CloudConnection, month: string): Promise<DemoCharge[]> {
  const store = (await cloud.bills(signal))!;
  const manifest = await store.text(`metadata/BILLING_PERIOD=${month}/focus-Manifest.json`);
  const { dataFiles } = JSON.parse(manifest) as { dataFiles: string[] };
  return (await store.text(dataFiles[0]!)).trimEnd().split('\n').slice(1).map(demoChargeOf);
}
