import type { ActionId } from '../../action.js';
import { awsCode } from '../errors.js';
import { textOf, there, wholeOf, type Deed, type Doing } from './deed.js';

const buckets = ['AWS::S3::Bucket'];

/** Undefined where a bucket has none of it; a bucket that is not there is an error. */
const orNone = <T>(answer: Promise<T>, code: string): Promise<T | undefined> =>
  answer.catch((error: unknown) => {
    if (awsCode(error) === code) return undefined;
    throw error;
  });

const BLOCKED = { BlockPublicAcls: true, IgnorePublicAcls: true, BlockPublicPolicy: true, RestrictPublicBuckets: true };

const block: Deed = {
  types: buckets,
  permissions: ['s3:PutBucketPublicAccessBlock'],
  async read({ ask, id }) {
    const answer = await orNone(
      ask.call('s3', 'GetPublicAccessBlock', { Bucket: id }),
      'NoSuchPublicAccessBlockConfiguration',
    );
    const set: Partial<typeof BLOCKED> = answer?.PublicAccessBlockConfiguration ?? {};
    return Object.fromEntries(Object.keys(BLOCKED).map((key) => [key, set[key as keyof typeof BLOCKED] ?? false]));
  },
  wanted: () => BLOCKED,
  write: ({ ask, id }) =>
    ask.call('s3', 'PutPublicAccessBlock', { Bucket: id, PublicAccessBlockConfiguration: BLOCKED }),
};

/** Any encryption is enough; S3's own key is set where there is none. */
const encrypt: Deed = {
  types: buckets,
  permissions: ['s3:PutEncryptionConfiguration'],
  async read({ ask, id }) {
    const answer = await orNone(
      ask.call('s3', 'GetBucketEncryption', { Bucket: id }),
      'ServerSideEncryptionConfigurationNotFoundError',
    );
    const rule = answer?.ServerSideEncryptionConfiguration?.Rules?.[0]?.ApplyServerSideEncryptionByDefault;
    return { encryption: rule?.SSEAlgorithm ?? null };
  },
  wanted: ({ encryption }) => ({ encryption: encryption ?? 'AES256' }),
  write: ({ ask, id }) =>
    ask.call('s3', 'PutBucketEncryption', {
      Bucket: id,
      ServerSideEncryptionConfiguration: {
        Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }],
      },
    }),
};

const RULE = 'cloudgov-tiering';

async function rulesOf({ ask, id }: Doing) {
  const answer = await orNone(
    ask.call('s3', 'GetBucketLifecycleConfiguration', { Bucket: id }),
    'NoSuchLifecycleConfiguration',
  );
  return answer?.Rules ?? [];
}

/** One rule of our own beside those that there are. */
const lifecycle: Deed = {
  types: buckets,
  permissions: ['s3:PutLifecycleConfiguration'],
  async read(doing) {
    const { Days, StorageClass } = (await rulesOf(doing)).find(({ ID }) => ID === RULE)?.Transitions?.[0] ?? {};
    return { afterDays: Days ?? null, storageClass: StorageClass ?? null };
  },
  wanted: (_, doing) => ({ afterDays: wholeOf(doing, 'afterDays'), storageClass: textOf(doing, 'storageClass') }),
  async write(doing) {
    const others = (await rulesOf(doing)).filter(({ ID }) => ID !== RULE);
    const transition = {
      Days: wholeOf(doing, 'afterDays'),
      StorageClass: textOf(doing, 'storageClass') as 'STANDARD_IA',
    };
    const rule = { ID: RULE, Status: 'Enabled' as const, Filter: { Prefix: '' }, Transitions: [transition] };
    return doing.ask.call('s3', 'PutBucketLifecycleConfiguration', {
      Bucket: doing.id,
      LifecycleConfiguration: { Rules: [...others, rule] },
    });
  },
};

const retain: Deed = {
  types: ['AWS::Logs::LogGroup'],
  permissions: ['logs:PutRetentionPolicy'],
  async read(doing) {
    const name = nameOfGroup(doing);
    const { logGroups = [] } = await doing.ask.call('logs', 'DescribeLogGroups', { logGroupNamePrefix: name });
    const group = there(
      logGroups.find(({ logGroupName }) => logGroupName === name),
      doing,
    );
    return { days: group.retentionInDays ?? null };
  },
  wanted: (_, doing) => ({ days: wholeOf(doing, 'days') }),
  write: (doing) =>
    doing.ask.call('logs', 'PutRetentionPolicy', {
      logGroupName: nameOfGroup(doing),
      retentionInDays: wholeOf(doing, 'days'),
    }),
};

const nameOfGroup = ({ target }: Doing) => target.nativeId.replace(/^.*:log-group:/, '');

export const stores: Partial<Record<ActionId, Deed>> = {
  'bucket.block_public_access': block,
  'bucket.encrypt': encrypt,
  'bucket.lifecycle': lifecycle,
  'log_group.retain': retain,
};
