import type { CloudResource } from '../../cloud.js';
import type { TagPatch } from '../changes.js';
import { at, countOf, refuse, says, textOf, type Doing, type Rule } from './rule.js';
import { AWS_RULES, AZURE_RULES, GCP_RULES } from './traffic.js';

const S3 = ['AWS::S3::Bucket'];
const BLOCKED = { BlockPublicAcls: true, IgnorePublicAcls: true, BlockPublicPolicy: true, RestrictPublicBuckets: true };
const DAY_S = 86_400;

const lifecycleOf = (doing: Doing) => [
  {
    ID: 'cloudgov-tiering',
    Status: 'Enabled',
    Filter: { Prefix: '' },
    Transitions: [{ Days: countOf(doing, 'afterDays'), StorageClass: textOf(doing, 'storageClass') }],
  },
];

const buckets: Readonly<Record<string, readonly Rule[]>> = {
  'bucket.block_public_access': [
    {
      types: S3,
      about: says('PublicAccessBlock', 'PolicyStatus.IsPublic'),
      deed: () => ({ configuration: { PublicAccessBlock: BLOCKED, PolicyStatus: { IsPublic: false } } }),
    },
    {
      types: ['Microsoft.Storage/storageAccounts'],
      about: says('properties.allowBlobPublicAccess'),
      deed: () => ({ configuration: { properties: { allowBlobPublicAccess: false } } }),
    },
    {
      types: ['storage.googleapis.com/Bucket'],
      about: says('iamConfiguration.publicAccessPrevention'),
      deed: () => ({ configuration: { iamConfiguration: { publicAccessPrevention: 'enforced' } } }),
    },
  ],
  'bucket.encrypt': [
    {
      types: S3,
      about: says('Encryption'),
      deed: ({ thing }) => (at(thing, 'Encryption') ? {} : { configuration: { Encryption: ENCRYPTED } }),
    },
  ],
  'bucket.lifecycle': [
    {
      types: S3,
      about: says('Lifecycle'),
      deed: (doing) => ({ configuration: { Lifecycle: lifecycleOf(doing) } }),
    },
  ],
};

const ENCRYPTED = {
  Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' }, BucketKeyEnabled: true }],
};

const keyStatus = (Status: string): Rule => ({
  types: ['AWS::IAM::AccessKey'],
  about: says('Status'),
  deed: () => ({ configuration: { Status } }),
});

/** A key of Google Cloud is disabled. */
const accountKey = (disabled: boolean): Rule => ({
  types: ['iam.googleapis.com/ServiceAccountKey'],
  about: says('disabled'),
  deed: () => ({ configuration: { disabled } }),
});

const keys: Readonly<Record<string, readonly Rule[]>> = {
  'key.enable_rotation': [
    {
      types: ['AWS::KMS::Key'],
      about: says('Rotation.KeyRotationEnabled'),
      deed: () => ({ configuration: { Rotation: { KeyRotationEnabled: true } } }),
    },
    {
      types: ['Microsoft.KeyVault/vaults/keys'],
      about: says('properties.rotationPolicy'),
      deed: ({ thing }) => (at(thing, 'properties.rotationPolicy') ? {} : { configuration: { properties: YEARLY } }),
    },
    {
      types: ['cloudkms.googleapis.com/CryptoKey'],
      about: says('rotationPeriod'),
      deed: ({ thing }) =>
        at(thing, 'rotationPeriod') ? {} : { configuration: { rotationPeriod: `${365 * DAY_S}s` } },
    },
  ],
  'access_key.deactivate': [keyStatus('Inactive'), accountKey(true)],
  'access_key.activate': [keyStatus('Active'), accountKey(false)],
};

const YEARLY = {
  rotationPolicy: { lifetimeActions: [{ action: { type: 'Rotate' }, trigger: { timeAfterCreate: 'P1Y' } }] },
};

const tags: Rule['about'] = ({ tags }: CloudResource, { action, parameters }) => {
  const wanted =
    action === 'resource.tag' ? Object.keys(Object(parameters.tags) as object) : [parameters.keys].flat().map(String);
  return { tags: Object.fromEntries(wanted.map((key) => [key, tags[key] ?? null])) };
};

const ANYTHING: readonly string[] = [];

const common: Readonly<Record<string, readonly Rule[]>> = {
  'resource.tag': [{ types: ANYTHING, about: tags, deed: (doing) => ({ tags: tagsIn(doing) }) }],
  'resource.untag': [
    {
      types: ANYTHING,
      about: tags,
      deed: (doing) => ({ tags: keysIn(doing) }),
    },
  ],
  'log_group.retain': [
    {
      types: ['AWS::Logs::LogGroup'],
      about: says('retentionInDays'),
      deed: (doing) => ({ configuration: { retentionInDays: countOf(doing, 'days') } }),
    },
  ],
};

function tagsIn({ action, parameters }: Doing): TagPatch {
  const given = parameters.tags;
  if (typeof given !== 'object' || given === null || Array.isArray(given))
    throw refuse(action, 'tags must be an object');
  return Object.fromEntries(Object.entries(given).map(([key, tag]) => [key, tag === true ? true : String(tag)]));
}

function keysIn({ action, parameters }: Doing): TagPatch {
  const given = parameters.keys;
  if (!Array.isArray(given)) throw refuse(action, 'keys must be a list');
  return Object.fromEntries(given.map((key) => [String(key), null]));
}

const traffic: Readonly<Record<string, readonly Rule[]>> = {
  'security_group.revoke': [AWS_RULES.revoke, AZURE_RULES.revoke, GCP_RULES.revoke],
  'security_group.authorize': [AWS_RULES.authorize, AZURE_RULES.authorize, GCP_RULES.authorize],
};

export const SECURITY: Readonly<Record<string, readonly Rule[]>> = { ...buckets, ...keys, ...common, ...traffic };
