import { documentOf } from '../document.js';
import type { Kind } from '../kind.js';
import { listed } from '../source.js';

const keys = listed(['kms', 'ListKeys'], ({ Keys }) => Keys, { Limit: 1000 })
  .each(
    'DescribeKey',
    ({ KeyId }) => ({ KeyId }),
    ({ KeyMetadata }) => KeyMetadata,
  )
  .detail(
    ['Rotation', 'GetKeyRotationStatus'],
    ({ KeyId }) => ({ KeyId }),
    ({ KeyRotationEnabled, RotationPeriodInDays, NextRotationDate }) => ({
      KeyRotationEnabled,
      RotationPeriodInDays,
      NextRotationDate,
    }),
    {
      /** Of AWS's own keys, asymmetric ones and those that are gone there is no rotation to tell. */
      when: ({ KeyManager, KeySpec = 'SYMMETRIC_DEFAULT', KeyState = 'Enabled' }) =>
        KeyManager !== 'AWS' && KeySpec === 'SYMMETRIC_DEFAULT' && ['Enabled', 'Disabled'].includes(KeyState),
      absent: ['UnsupportedOperationException'],
    },
  )
  .detail(
    ['Policy', 'GetKeyPolicy'],
    ({ KeyId }) => ({ KeyId, PolicyName: 'default' }),
    ({ Policy }) => documentOf(Policy),
  )
  .detail(
    ['Aliases', 'ListAliases'],
    ({ KeyId }) => ({ KeyId }),
    ({ Aliases }) => Aliases,
  )
  .detail(
    ['Tags', 'ListResourceTags'],
    ({ KeyId }) => ({ KeyId }),
    ({ Tags }) => Tags,
    { when: ({ KeyManager }) => KeyManager !== 'AWS' },
  )
  .kind({
    service: 'AWS Key Management Service',
    category: 'Security',
    type: 'AWS::KMS::Key',
    id: ({ Arn }) => Arn,
    name: (item) => aliasOf(item) ?? item.KeyId,
    state: ({ KeyState }) => KeyState,
    createdAt: ({ CreationDate }) => CreationDate,
  });

const aliasOf = (item: object) => (item as { Aliases?: { AliasName?: string }[] | null }).Aliases?.[0]?.AliasName;

/** Never what they hold. */
const secrets = listed(['secretsmanager', 'ListSecrets'], ({ SecretList }) => SecretList, { MaxResults: 100 })
  .detail(
    ['ResourcePolicy', 'GetResourcePolicy'],
    ({ ARN }) => ({ SecretId: ARN }),
    ({ ResourcePolicy }) => documentOf(ResourcePolicy),
  )
  .kind({
    service: 'AWS Secrets Manager',
    category: 'Security',
    type: 'AWS::SecretsManager::Secret',
    id: ({ ARN }) => ARN,
    name: ({ Name }) => Name,
    createdAt: ({ CreatedDate }) => CreatedDate,
    relations: (item) => ({ key: keyOf(item.KmsKeyId), function: item.RotationLambdaARN }),
  });

/** An alias does not say which key it is. */
const keyOf = (id?: string) => (id?.includes('alias/') ? undefined : id);

const certificates = listed(
  ['acm', 'ListCertificates'],
  ({ CertificateSummaryList }) => CertificateSummaryList,
  /** Without this, certificates with other keys than RSA of 2048 bits are left out. */
  {
    Includes: {
      keyTypes: ['RSA_1024', 'RSA_2048', 'RSA_3072', 'RSA_4096', 'EC_prime256v1', 'EC_secp384r1', 'EC_secp521r1'],
    },
  },
)
  .each(
    'DescribeCertificate',
    ({ CertificateArn }) => ({ CertificateArn }),
    ({ Certificate }) => Certificate,
  )
  .detail(
    ['Tags', 'ListTagsForCertificate'],
    ({ CertificateArn }) => ({ CertificateArn }),
    ({ Tags }) => Tags,
  )
  .kind({
    service: 'AWS Certificate Manager',
    category: 'Security',
    type: 'AWS::CertificateManager::Certificate',
    id: ({ CertificateArn }) => CertificateArn,
    name: ({ DomainName }) => DomainName,
    state: ({ Status }) => Status,
    createdAt: ({ CreatedAt, ImportedAt }) => CreatedAt ?? ImportedAt,
    relations: (item) => ({ user: item.InUseBy }),
  });

const detectors = listed(['guardduty', 'ListDetectors'], ({ DetectorIds }) => DetectorIds)
  .each(
    'GetDetector',
    (DetectorId) => ({ DetectorId }),
    (answer, DetectorId) => ({ ...answer, DetectorId }),
  )
  .kind({
    service: 'Amazon GuardDuty',
    category: 'Security',
    type: 'AWS::GuardDuty::Detector',
    id: ({ DetectorId }, { partition, region, account }) =>
      `arn:${partition}:guardduty:${region}:${account}:detector/${DetectorId}`,
    state: ({ Status }) => Status,
    createdAt: ({ CreatedAt }) => CreatedAt,
  });

/** Where it is not subscribed to, it refuses to answer. */
const hubs = listed(['securityhub', 'DescribeHub'], (hub) => (hub.HubArn ? [hub] : []), {}, [
  'InvalidAccessException',
  'ResourceNotFoundException',
])
  .detail(
    ['Standards', 'GetEnabledStandards'],
    () => ({}),
    ({ StandardsSubscriptions }) => StandardsSubscriptions,
  )
  .kind({
    service: 'AWS Security Hub',
    category: 'Security',
    type: 'AWS::SecurityHub::Hub',
    id: ({ HubArn }) => HubArn,
    createdAt: ({ SubscribedAt }) => SubscribedAt,
  });

export const security: readonly Kind[] = [keys, secrets, certificates, detectors, hubs];
