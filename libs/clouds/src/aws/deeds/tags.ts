import type { ActionId } from '../../action.js';
import type { Ask } from '../ask.js';
import { awsCode } from '../errors.js';
import { actionOf } from '../iam-action.js';
import { tagsOf } from '../normalise.js';
import type { ServiceId } from '../sdk.js';
import { invalid, type Deed, type Doing, type State } from './deed.js';

type Tags = Record<string, string>;

/** How one service reads and writes the tags of a thing by its id. */
interface Tagging {
  permissions: string[];
  read(ask: Ask, id: string): Promise<object>;
  add(ask: Ask, id: string, tags: Tags): Promise<unknown>;
  remove(ask: Ask, id: string, keys: string[]): Promise<unknown>;
}

const pairs = (tags: Tags) => Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));

/** Operations of a service, and the names that its inputs have. */
interface Names {
  service: ServiceId;
  operations: [list: string, add: string, remove: string];
  /** Name of the input that takes the ARN. */
  arn: string;
  tags?: string;
  keys?: string;
  /** How the tags are written; else as pairs of `Key` and `Value`. */
  form?: (tags: Tags) => unknown;
}

/** A service that takes ARNs. Names are known at run time alone, so the spec asks that the SDK has them. */
function byArn({ service, operations, arn, tags = 'Tags', keys = 'TagKeys', form = pairs }: Names): Tagging {
  const [list, add, remove] = operations;
  const call = (ask: Ask, operation: string, input: object) => ask.call(service, operation, input);
  return {
    permissions: operations.map((operation) => actionOf(service, operation)),
    read: async (ask, id) => await call(ask, list, { [arn]: id }),
    add: (ask, id, given) => call(ask, add, { [arn]: id, [tags]: form(given) }),
    remove: (ask, id, names) => call(ask, remove, { [arn]: id, [keys]: names }),
  };
}

const asMap = (tags: Tags) => tags;
const inSmall = (tags: Tags) => Object.entries(tags).map(([key, value]) => ({ key, value }));
const COMMON: Names['operations'] = ['ListTagsForResource', 'TagResource', 'UntagResource'];
const RDS: Names['operations'] = ['ListTagsForResource', 'AddTagsToResource', 'RemoveTagsFromResource'];

const idOf = (nativeId: string) =>
  nativeId.startsWith('arn:') ? nativeId.slice(nativeId.lastIndexOf('/') + 1) : nativeId;

const ec2: Tagging = {
  permissions: ['ec2:DescribeTags', 'ec2:CreateTags', 'ec2:DeleteTags'],
  read: async (ask, id) => {
    const Tags: object[] = [];
    const Filters = [{ Name: 'resource-id', Values: [idOf(id)] }];
    for await (const page of ask.pages('ec2', 'DescribeTags', { Filters })) Tags.push(...(page.Tags ?? []));
    return { Tags };
  },
  add: (ask, id, tags) => ask.call('ec2', 'CreateTags', { Resources: [idOf(id)], Tags: pairs(tags) }),
  remove: (ask, id, keys) =>
    ask.call('ec2', 'DeleteTags', { Resources: [idOf(id)], Tags: keys.map((Key) => ({ Key })) }),
};

async function bucketTags(ask: Ask, Bucket: string): Promise<Tags> {
  const { TagSet = [] } = await ask.call('s3', 'GetBucketTagging', { Bucket }).catch((error: unknown) => {
    if (awsCode(error) !== 'NoSuchTagSet') throw error;
    return { TagSet: [] };
  });
  return Object.fromEntries(TagSet.map(({ Key = '', Value = '' }) => [Key, Value]));
}

/** S3 takes all tags of a bucket or none. */
const putBucketTags = (ask: Ask, Bucket: string, tags: Tags) =>
  Object.keys(tags).length
    ? ask.call('s3', 'PutBucketTagging', { Bucket, Tagging: { TagSet: pairs(tags) } })
    : ask.call('s3', 'DeleteBucketTagging', { Bucket });

const s3: Tagging = {
  permissions: ['s3:GetBucketTagging', 's3:PutBucketTagging'],
  read: async (ask, id) => ({ Tags: pairs(await bucketTags(ask, id)) }),
  add: async (ask, id, tags) => putBucketTags(ask, id, { ...(await bucketTags(ask, id)), ...tags }),
  remove: async (ask, id, keys) => {
    const left = Object.entries(await bucketTags(ask, id)).filter(([key]) => !keys.includes(key));
    return putBucketTags(ask, id, Object.fromEntries(left));
  },
};

const elbv2: Tagging = {
  permissions: ['DescribeTags', 'AddTags', 'RemoveTags'].map((name) => actionOf('elbv2', name)),
  read: async (ask, id) => (await ask.call('elbv2', 'DescribeTags', { ResourceArns: [id] })).TagDescriptions?.[0] ?? {},
  add: (ask, id, tags) => ask.call('elbv2', 'AddTags', { ResourceArns: [id], Tags: pairs(tags) }),
  remove: (ask, id, TagKeys) => ask.call('elbv2', 'RemoveTags', { ResourceArns: [id], TagKeys }),
};

/** By the first two words of a type. */
export const TAGGING: Record<string, Tagging> = {
  'AWS::EC2': ec2,
  'AWS::S3': s3,
  'AWS::ElasticLoadBalancingV2': elbv2,
  'AWS::RDS': byArn({ service: 'rds', operations: RDS, arn: 'ResourceName' }),
  'AWS::ElastiCache': byArn({ service: 'elasticache', operations: RDS, arn: 'ResourceName' }),
  'AWS::DynamoDB': byArn({
    service: 'dynamodb',
    operations: ['ListTagsOfResource', 'TagResource', 'UntagResource'],
    arn: 'ResourceArn',
  }),
  'AWS::Lambda': byArn({
    service: 'lambda',
    operations: ['ListTags', 'TagResource', 'UntagResource'],
    arn: 'Resource',
    form: asMap,
  }),
  'AWS::SNS': byArn({ service: 'sns', operations: COMMON, arn: 'ResourceArn' }),
  'AWS::ECR': byArn({ service: 'ecr', operations: COMMON, arn: 'resourceArn', tags: 'tags', keys: 'tagKeys' }),
  'AWS::ECS': byArn({
    service: 'ecs',
    operations: COMMON,
    arn: 'resourceArn',
    tags: 'tags',
    keys: 'tagKeys',
    form: inSmall,
  }),
  'AWS::EKS': byArn({
    service: 'eks',
    operations: COMMON,
    arn: 'resourceArn',
    tags: 'tags',
    keys: 'tagKeys',
    form: asMap,
  }),
  'AWS::Logs': byArn({
    service: 'logs',
    operations: COMMON,
    arn: 'resourceArn',
    tags: 'tags',
    keys: 'tagKeys',
    form: asMap,
  }),
  'AWS::CloudWatch': byArn({ service: 'cloudwatch', operations: COMMON, arn: 'ResourceARN' }),
  'AWS::EFS': byArn({ service: 'elasticfilesystem', operations: COMMON, arn: 'ResourceId' }),
};

const taggingOf = ({ target }: Doing) => TAGGING[target.type.split('::').slice(0, 2).join('::')]!;

async function present(doing: Doing): Promise<State> {
  return tagsOf((await taggingOf(doing).read(doing.ask, doing.target.nativeId)) as State);
}

function wantedTags({ parameters: { tags } }: Doing): Tags {
  const wanted: Tags = {};
  for (const [key, value] of Object.entries(tags ?? {}) as [string, unknown][]) {
    if (!key || !(typeof value === 'string' || value === true)) throw invalid('act', 'tags must be an object of texts');
    wanted[key] = value === true ? '' : value;
  }
  if (!Object.keys(wanted).length) throw invalid('act', 'tags must be an object of texts');
  return wanted;
}

function unwanted({ parameters: { keys } }: Doing): string[] {
  if (!Array.isArray(keys) || !keys.length || !keys.every((key) => typeof key === 'string'))
    throw invalid('act', 'keys must be a list of texts');
  return keys;
}

/** Only the tags that are asked about; one that is not there is null. */
const only = (keys: string[], tags: State): State => Object.fromEntries(keys.map((key) => [key, tags[key] ?? null]));

const types = Object.keys(TAGGING).map((words) => `${words}::*`);
const permissions = Object.values(TAGGING).flatMap((tagging) => tagging.permissions);

const tag: Deed = {
  types,
  permissions,
  read: async (doing) => only(Object.keys(wantedTags(doing)), await present(doing)),
  wanted: (_, doing) =>
    Object.fromEntries(Object.entries(wantedTags(doing)).map(([key, value]) => [key, value || true])),
  write: (doing) => taggingOf(doing).add(doing.ask, doing.target.nativeId, wantedTags(doing)),
};

const untag: Deed = {
  types,
  permissions,
  read: async (doing) => only(unwanted(doing), await present(doing)),
  wanted: (before) => Object.fromEntries(Object.keys(before).map((key) => [key, null])),
  write: (doing) => taggingOf(doing).remove(doing.ask, doing.target.nativeId, unwanted(doing)),
};

export const tags: Partial<Record<ActionId, Deed>> = { 'resource.tag': tag, 'resource.untag': untag };
