import { readdirSync, readFileSync } from 'node:fs';
import { describeReal, realData } from '../../../../test/support/real-data.js';
import { AWS_CONFIG } from './aws-config.js';
import { isFields } from './file-format.js';

const owner = { provider: 'aws', externalId: '123456789012' };

const volume = {
  configurationItemStatus: 'OK',
  resourceType: 'AWS::EC2::Volume',
  resourceId: 'vol-0a',
  arn: 'arn:aws:ec2:eu-central-1:123456789012:volume/vol-0a',
  awsRegion: 'eu-central-1',
  awsAccountId: '123456789012',
  resourceCreationTime: '2026-01-01T00:00:00.000Z',
  tags: { team: 'web' },
  configuration: '{"encrypted":false,"state":{"value":"in-use"}}',
  relationships: [
    { resourceType: 'AWS::EC2::Instance', resourceId: 'i-0b', relationshipName: 'Is attached to Instance' },
  ],
};
const instance = {
  ...volume,
  resourceType: 'AWS::EC2::Instance',
  resourceId: 'i-0b',
  arn: 'arn:aws:ec2:eu-central-1:123456789012:instance/i-0b',
  relationships: [],
  supplementaryConfiguration: { Note: '"{\\"a\\":1}"' },
};
const snapshot = (...configurationItems: object[]) => ({ configSnapshotId: 's', configurationItems });

it('tells what is there, with wrapped documents read', () => {
  const { resources } = AWS_CONFIG.read(snapshot(volume, instance), owner);
  expect(resources[0]).toMatchObject({
    nativeId: 'vol-0a',
    region: 'eu-central-1',
    state: 'in-use',
    tags: { team: 'web' },
    configuration: { encrypted: false },
    relations: [{ kind: 'instance', nativeId: 'i-0b' }],
    createdAt: new Date('2026-01-01T00:00:00Z'),
  });
  expect(resources[1]!.configuration.Note).toEqual({ a: 1 });
});

it('leaves out what was deleted, and what is another account’s', () => {
  const gone = { ...volume, configurationItemStatus: 'ResourceDeleted' };
  const other = { ...volume, awsAccountId: '999999999999' };
  expect(AWS_CONFIG.read(snapshot(gone, other), owner).resources).toEqual([]);
});

type Item = Record<string, unknown>;

/** The document of a recording: a snapshot, an item, or the event of a rule with an item in it. */
function documentIn(file: string): Item {
  const given = JSON.parse(readFileSync(realData('inventory/aws-config-items', file), 'utf8')) as Item;
  const event = typeof given.invokingEvent === 'string' ? (JSON.parse(given.invokingEvent) as Item) : given;
  return isFields(event.configurationItem) ? event.configurationItem : event;
}

const itemsOf = (document: Item) =>
  Array.isArray(document.configurationItems) ? (document.configurationItems as Item[]) : [document];

const wordsOf = (given: unknown) =>
  Object.keys((typeof given === 'string' ? (JSON.parse(given) as Item) : (given as Item | null)) ?? {});

describeReal('the recorded items', () => {
  it('are all told, with no word of their configuration lost', () => {
    const counts: Record<string, number> = {};
    const documents = readdirSync(realData('inventory/aws-config-items')).map(documentIn).filter(AWS_CONFIG.is);
    for (const document of documents) {
      const { resources } = AWS_CONFIG.read(document, { provider: 'other', externalId: 'x' });
      for (const [index, item] of itemsOf(document).entries()) {
        const { type, configuration } = resources[index]!;
        counts[type] = (counts[type] ?? 0) + 1;
        const words = [...wordsOf(item.configuration), ...wordsOf(item.supplementaryConfiguration)];
        expect(Object.keys(configuration)).toEqual(expect.arrayContaining(words));
      }
    }
    // The other two of the 17 recordings are events without an item.
    expect(counts).toEqual({
      'AWS::CodePipeline::Pipeline': 1,
      'AWS::ElasticLoadBalancingV2::LoadBalancer': 2,
      'AWS::Kinesis::Stream': 1,
      'AWS::RDS::DBCluster': 1,
      'AWS::RDS::DBInstance': 1,
      'AWS::S3::Bucket': 9,
    });
  });
});
