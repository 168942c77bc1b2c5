import type { ServiceId } from './sdk.js';

/** Where the IAM action is not called as the operation is. */
const NAMED_OTHERWISE: Partial<Record<ServiceId, Record<string, string>>> = {
  s3: {
    ListBuckets: 'ListAllMyBuckets',
    ListObjectsV2: 'ListBucket',
    GetBucketEncryption: 'GetEncryptionConfiguration',
    PutBucketEncryption: 'PutEncryptionConfiguration',
    GetPublicAccessBlock: 'GetBucketPublicAccessBlock',
    PutPublicAccessBlock: 'PutBucketPublicAccessBlock',
    GetBucketLifecycleConfiguration: 'GetLifecycleConfiguration',
    PutBucketLifecycleConfiguration: 'PutLifecycleConfiguration',
    DeleteBucketTagging: 'PutBucketTagging',
  },
};

const PREFIXES: Partial<Record<ServiceId, string>> = {
  elb: 'elasticloadbalancing',
  elbv2: 'elasticloadbalancing',
};

/** The IAM action that allows an operation: `ec2:DescribeInstances`. */
export const actionOf = (service: ServiceId, operation: string) =>
  `${PREFIXES[service] ?? service}:${NAMED_OTHERWISE[service]?.[operation] ?? operation}`;
