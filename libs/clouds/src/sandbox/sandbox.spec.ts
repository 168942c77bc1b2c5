import { cloudContract, type CloudScene, type Trouble } from '../../../../test/support/cloud-contract.js';
import { charged, listed, SandboxLab } from '../../../../test/support/sandbox.js';
import { nativeIdOf } from '../native-id.js';

const NOW = new Date('2026-11-24T10:30:00Z');
const TROUBLES = { denied: 'denied', throttled: 'throttled', truncated: 'broken', unreachable: 'unreachable' } as const;

const AWS = { account: '210394857611', type: 'AWS::EC2::Volume', region: 'eu-west-1', machine: 'AWS::EC2::Instance' };
const AZURE = {
  account: '3f0c9a52-6a1d-4b7e-9c58-21d0e6a4b713',
  type: 'Microsoft.Compute/disks',
  region: 'westeurope',
  machine: 'Microsoft.Compute/virtualMachines',
};
const GCP = {
  account: 'meridian-search-prod',
  type: 'compute.googleapis.com/Disk',
  region: 'europe-west1',
  machine: 'compute.googleapis.com/Instance',
};

async function sceneOf(provider: string, { account, type, region, machine }: typeof AWS): Promise<CloudScene> {
  const listing = { region, type };
  const cloud = await new SandboxLab(NOW).demo(account);
  const [resources, machines] = [await listed(cloud, type), await listed(cloud, machine)];
  const target = machines.find(({ state }) => state === 'running')!;
  return {
    plugin: new SandboxLab(NOW).plugin,
    provider,
    open(trouble?: Trouble) {
      const troubles = trouble ? [{ ...listing, kind: TROUBLES[trouble], after: 2 }] : [];
      return new SandboxLab(NOW).demo(account, { troubles });
    },
    paged: { listing, resources: resources.filter((one) => one.region === region).length },
    measured: {
      ...{ resources: machines.slice(0, 3), metrics: ['cpu', 'network_in'], periodSeconds: 300 },
      ...{ from: new Date('2026-11-23T12:00:00Z'), to: new Date('2026-11-23T14:00:00Z') },
    },
    action: { action: 'instance.stop', target },
  };
}

const [aws, azure, gcp] = await Promise.all([sceneOf('aws', AWS), sceneOf('azure', AZURE), sceneOf('gcp', GCP)]);

describe('an account of AWS', () => cloudContract(aws));
describe('an account of Azure', () => cloudContract(azure));
describe('an account of Google Cloud', () => cloudContract(gcp));

describe('an account to learn with', () => {
  const ids = async (seed: number, name = 'lab-1') =>
    (await listed(await new SandboxLab(NOW).own({ seed }, name))).map(({ nativeId }) => nativeId);

  it('is the same for the same seed, and another for another seed or account', async () => {
    expect(await ids(3)).toEqual(await ids(3));
    const machines = (all: string[]) => all.filter((id) => id.startsWith('i-'));
    expect(machines(await ids(4))).not.toEqual(machines(await ids(3)));
    expect(machines(await ids(3, 'lab-2'))).not.toEqual(machines(await ids(3)));
  });

  it.each(['aws', 'azure', 'gcp'])('of %s has a bill that names its resources as it lists them', async (cloud) => {
    const account = await new SandboxLab(NOW).own({ cloud, size: 2 });
    const known = new Set((await listed(account)).map(({ nativeId }) => nativeId));
    const charges = (await charged(account, '2026-11')).filter(
      ({ ChargePeriodStart }) => ChargePeriodStart! >= '2026-11-23',
    );
    expect(charges.length).toBeGreaterThan(10);
    expect(charges.filter(({ ResourceId }) => !known.has(nativeIdOf('sandbox', ResourceId!)))).toEqual([]);
    expect(new Set(charges.map(({ ProviderName }) => ProviderName))).toEqual(new Set(['Sandbox']));
  });

  it('grows with its size', async () => {
    const count = async (size: number) => (await listed(await new SandboxLab(NOW).own({ size }))).length;
    expect(await count(10)).toBeGreaterThan((await count(1)) * 2);
  });
});

it('an account of the demo is billed for what it lists', async () => {
  const cloud = await new SandboxLab(NOW).demo(AWS.account);
  const known = new Set((await listed(cloud)).map(({ nativeId }) => nativeId));
  const charges = (await charged(cloud, '2026-11')).filter(
    (charge) => charge.SubAccountId === AWS.account && charge.ChargePeriodStart! >= '2026-11-23' && charge.SkuMeter,
  );
  const billed = new Set(charges.map(({ ResourceId }) => nativeIdOf('aws', ResourceId!)));
  // A commitment is billed, and is no resource of the account.
  const unknown = [...billed].filter((id) => id && !known.has(id) && !/reserved-instances|:ri:/.test(id));
  expect(billed.size).toBeGreaterThan(60);
  expect(unknown).toEqual([]);
});
