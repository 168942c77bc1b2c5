import { TERRAFORM } from './terraform.js';

const AWS = 'provider["registry.terraform.io/hashicorp/aws"]';

const state = (resources: object[]) => ({ version: 4, terraform_version: '1.9.0', serial: 1, lineage: 'x', resources });
const owner = { provider: 'aws', externalId: '123456789012' };

const network = [
  {
    mode: 'managed',
    type: 'aws_vpc',
    name: 'main',
    provider: AWS,
    instances: [{ attributes: { id: 'vpc-1', arn: 'arn:aws:ec2:eu-central-1:123456789012:vpc/vpc-1' } }],
  },
  {
    mode: 'managed',
    module: 'module.web',
    type: 'aws_instance',
    name: 'api',
    provider: AWS,
    instances: [0, 1].map((index) => ({
      index_key: index,
      attributes: {
        id: `i-0${index}`,
        arn: `arn:aws:ec2:eu-central-1:123456789012:instance/i-0${index}`,
        instance_state: 'running',
        availability_zone: 'eu-central-1a',
        user_data: 'c2VjcmV0',
        vpc_id: 'vpc-1',
        root_block_device: [{ device: 'vol', note: 'mine' }],
        tags_all: { Name: `api-${index}`, team: 'web', empty: null },
      },
      sensitive_attributes: [
        [
          { type: 'get_attr', value: 'root_block_device' },
          { type: 'index', value: { value: 0, type: 'number' } },
          { type: 'get_attr', value: 'note' },
        ],
      ],
    })),
  },
];

it('tells each instance in the words of its cloud, tied to what its attributes name', () => {
  const { resources } = TERRAFORM.read(state(network), owner);
  expect(resources.map(({ type, nativeId, name }) => [type, nativeId, name])).toEqual([
    [
      'AWS::EC2::VPC',
      'arn:aws:ec2:eu-central-1:123456789012:vpc/vpc-1',
      'arn:aws:ec2:eu-central-1:123456789012:vpc/vpc-1',
    ],
    ['AWS::EC2::Instance', 'i-00', 'api-0'],
    ['AWS::EC2::Instance', 'i-01', 'api-1'],
  ]);
  expect(resources[2]).toMatchObject({
    provider: 'aws',
    region: 'eu-central-1',
    service: 'Amazon Elastic Compute Cloud',
    category: 'Compute',
    state: 'running',
    tags: { Name: 'api-1', team: 'web', empty: true },
    relations: [{ kind: 'vpc', nativeId: 'arn:aws:ec2:eu-central-1:123456789012:vpc/vpc-1' }],
    configuration: { terraformAddress: 'module.web.aws_instance.api[1]' },
  });
});

it('shows no secret, neither what the state marks nor what looks like one', () => {
  const text = JSON.stringify(TERRAFORM.read(state(network), owner));
  expect(text).not.toContain('c2VjcmV0');
  expect(text).not.toContain('mine');
  expect(text).toContain('"device":"vol"');
});

it.each([
  [
    'azurerm_managed_disk',
    'azurerm',
    { id: '/subscriptions/S/resourceGroups/R/providers/Microsoft.Compute/disks/D', location: 'West Europe', name: 'D' },
    [
      'azure',
      'Microsoft.Compute/disks',
      '/subscriptions/s/resourcegroups/r/providers/microsoft.compute/disks/d',
      'westeurope',
    ],
  ],
  [
    'google_compute_instance',
    'google',
    {
      id: 'projects/p/zones/europe-west1-b/instances/web',
      instance_id: '4711',
      zone: 'europe-west1-b',
      self_link: 'https://www.googleapis.com/compute/v1/projects/p/zones/europe-west1-b/instances/web',
    },
    [
      'gcp',
      'compute.googleapis.com/Instance',
      '//compute.googleapis.com/projects/p/zones/europe-west1-b/instances/4711',
      'europe-west1',
    ],
  ],
  ['random_id', 'random', { id: 'abc' }, ['random', 'random_id', 'abc', 'global']],
])('names a %s as its bill does', (type, provider, attributes, expected) => {
  const source = `provider["registry.terraform.io/hashicorp/${provider}"]`;
  const resource = { mode: 'managed', type, name: 'x', provider: source, instances: [{ attributes }] };
  const [told] = TERRAFORM.read(state([resource]), owner).resources;
  expect([told!.provider, told!.type, told!.nativeId, told!.region]).toEqual(expected);
});

it('leaves data sources out', () => {
  expect(TERRAFORM.read(state([{ ...network[0], mode: 'data' }]), owner).resources).toEqual([]);
});

it('refuses a state of before 0.12', () => {
  expect(() => TERRAFORM.read({ version: 3, terraform_version: '0.11' }, owner)).toThrow('version 3');
});
