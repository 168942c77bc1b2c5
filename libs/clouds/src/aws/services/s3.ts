import { documentOf } from '../document.js';
import type { Kind } from '../kind.js';
import { arnOf } from '../place.js';
import { listed } from '../source.js';

const bucketOf = ({ Name: Bucket }: { Name?: string }) => ({ Bucket });

/** What S3 does not name is in the oldest region; `EU` is the first of Europe's. */
const regionOf = (location: string | undefined) => (location === 'EU' ? 'eu-west-1' : location || 'us-east-1');

const buckets = listed(['s3', 'ListBuckets'], ({ Buckets }) => Buckets, { MaxBuckets: 1000 })
  .detail(['Location', 'GetBucketLocation'], bucketOf, ({ LocationConstraint }) => regionOf(LocationConstraint))
  .detail(['Policy', 'GetBucketPolicy'], bucketOf, ({ Policy }) => documentOf(Policy))
  .detail(['PolicyStatus', 'GetBucketPolicyStatus'], bucketOf, ({ PolicyStatus }) => PolicyStatus)
  .detail(['Acl', 'GetBucketAcl'], bucketOf, ({ Owner, Grants }) => ({ Owner, Grants }))
  .detail(
    ['PublicAccessBlock', 'GetPublicAccessBlock'],
    bucketOf,
    ({ PublicAccessBlockConfiguration }) => PublicAccessBlockConfiguration,
  )
  .detail(['OwnershipControls', 'GetBucketOwnershipControls'], bucketOf, ({ OwnershipControls }) => OwnershipControls)
  .detail(
    ['Encryption', 'GetBucketEncryption'],
    bucketOf,
    ({ ServerSideEncryptionConfiguration }) => ServerSideEncryptionConfiguration,
  )
  .detail(['Versioning', 'GetBucketVersioning'], bucketOf, ({ Status, MFADelete }) => ({ Status, MFADelete }))
  .detail(['Logging', 'GetBucketLogging'], bucketOf, ({ LoggingEnabled }) => LoggingEnabled)
  .detail(['Lifecycle', 'GetBucketLifecycleConfiguration'], bucketOf, ({ Rules }) => Rules)
  .detail(['TagSet', 'GetBucketTagging'], bucketOf, ({ TagSet }) => TagSet)
  .kind({
    service: 'Amazon Simple Storage Service',
    category: 'Storage',
    type: 'AWS::S3::Bucket',
    isGlobal: true,
    id: ({ Name }, place) => Name && arnOf('bucket', Name, place),
    name: ({ Name }) => Name,
    region: (item) => item.BucketRegion ?? (item as { Location?: string }).Location,
    createdAt: ({ CreationDate }) => CreationDate,
    relations: (item) => ({ bucket: logsOf(item) }),
  });

/** The bucket that keeps its access logs. */
const logsOf = (item: object) => (item as { Logging?: { TargetBucket?: string } | null }).Logging?.TargetBucket;

export const s3: readonly Kind[] = [buckets];
