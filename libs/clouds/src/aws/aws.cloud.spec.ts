import { SystemClock } from '#common';
import { cloudContract, type Trouble as ContractTrouble } from '../../../../test/support/cloud-contract.js';
import { sampleAnswer } from '../../../../test/support/aws-sample.js';
import { AwsWire, type Question, type Reply, type Trouble } from '../../../../test/support/aws-wire.js';
import { AwsCloud } from './aws.cloud.js';

const ACCOUNT = '123456789012';
const at = (hour: number) => new Date(Date.UTC(2026, 0, 1, hour));

const plugin = new AwsCloud(new SystemClock());
let wire: AwsWire;
let instance: { InstanceId: string; State: { Name: string } };

beforeAll(async () => {
  wire = await AwsWire.start();
});
afterAll(() => wire.close());
beforeEach(() => {
  instance = { InstanceId: 'i-0', State: { Name: 'running' } };
});

const page = (numbers: number[]) => ({
  Reservations: numbers.map((number) => ({ Instances: [{ InstanceId: `i-${number}`, State: { Name: 'running' } }] })),
});

const TROUBLES: Record<ContractTrouble, Trouble> = {
  denied: { status: 403, code: 'UnauthorizedOperation' },
  throttled: { status: 503, code: 'RequestLimitExceeded' },
  truncated: { cut: 'connection' },
  unreachable: { cut: 'all' },
};

/** What the scene tells otherwise than by sample. */
const told: Record<string, (question: Question, trouble?: ContractTrouble) => Reply> = {
  GetCallerIdentity: () => ({ data: { Arn: `arn:aws:iam::${ACCOUNT}:user/reader`, Account: ACCOUNT } }),
  DescribeOrganization: () => ({ data: { Organization: { MasterAccountId: ACCOUNT } } }),
  DescribeRegions: () => ({ data: { Regions: [{ RegionName: 'us-east-1' }, { RegionName: 'eu-central-1' }] } }),
  DescribeInstances({ region, input }, trouble) {
    if (input['InstanceId.1']) return { data: { Reservations: [{ Instances: [instance] }] } };
    const begin = region === 'us-east-1' ? 0 : 100;
    if (!input.NextToken) return { data: { ...page([begin, begin + 1]), NextToken: 'two' } };
    return { data: page([begin + 2]), ...(trouble && { trouble: TROUBLES[trouble] }) };
  },
  StopInstances() {
    instance.State = { Name: 'stopping' };
    return { data: {} };
  },
  GetMetricData: () => ({
    data: {
      MetricDataResults: [
        { Id: 'q0', StatusCode: 'Complete', Timestamps: [at(0), at(1), at(2)], Values: [12.5, 30, 31] },
        { Id: 'q1', StatusCode: 'Complete', Timestamps: [at(0)], Values: [7200] },
      ],
    },
  }),
};

async function open(trouble?: ContractTrouble) {
  const samples = new Map<string, Record<string, any>>();
  wire.answer = async (question) => {
    const { service, operation, region } = question;
    const own = told[operation];
    if (own) return own(question, trouble);
    const key = `${service} ${operation} ${region} ${JSON.stringify(question.input)}`;
    if (!samples.has(key)) samples.set(key, await sampleAnswer(service, operation));
    return { data: samples.get(key)! };
  };
  return plugin.connect({
    provider: 'aws',
    externalId: ACCOUNT,
    settings: { endpoint: wire.endpoint },
    credential: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'none' },
  });
}

describe('AWS', () => {
  cloudContract({
    plugin,
    provider: 'aws',
    open,
    paged: { listing: { region: 'us-east-1', type: 'AWS::EC2::Instance' }, resources: 3 },
    measured: {
      resources: [{ nativeId: 'i-0', type: 'AWS::EC2::Instance', region: 'us-east-1' }],
      metrics: ['cpu', 'network_in', 'queued'],
      from: at(0),
      to: at(2),
      periodSeconds: 3600,
    },
    action: { action: 'instance.stop', target: { nativeId: 'i-0', type: 'AWS::EC2::Instance', region: 'us-east-1' } },
  });
});
