import { documentOf } from '../document.js';
import type { Kind } from '../kind.js';
import { arnOf } from '../place.js';
import { listed } from '../source.js';

const caches = listed(['elasticache', 'DescribeCacheClusters'], ({ CacheClusters }) => CacheClusters, {
  ShowCacheNodeInfo: true,
})
  .detail(
    ['Tags', 'ListTagsForResource'],
    ({ ARN }) => ({ ResourceName: ARN }),
    ({ TagList }) => TagList,
  )
  .kind({
    service: 'Amazon ElastiCache',
    category: 'Databases',
    type: 'AWS::ElastiCache::CacheCluster',
    id: ({ ARN, CacheClusterId }, place) => ARN ?? (CacheClusterId && arnOf('cache_cluster', CacheClusterId, place)),
    name: ({ CacheClusterId }) => CacheClusterId,
    state: ({ CacheClusterStatus }) => CacheClusterStatus,
    createdAt: ({ CacheClusterCreateTime }) => CacheClusterCreateTime,
    relations: (item) => ({
      security_group: item.SecurityGroups?.map(({ SecurityGroupId }) => SecurityGroupId),
      replication_group: item.ReplicationGroupId,
    }),
  });

const replicationGroups = listed(
  ['elasticache', 'DescribeReplicationGroups'],
  ({ ReplicationGroups }) => ReplicationGroups,
)
  .detail(
    ['Tags', 'ListTagsForResource'],
    ({ ARN }) => ({ ResourceName: ARN }),
    ({ TagList }) => TagList,
  )
  .kind({
    service: 'Amazon ElastiCache',
    category: 'Databases',
    type: 'AWS::ElastiCache::ReplicationGroup',
    id: ({ ARN, ReplicationGroupId }, place) =>
      ARN ?? (ReplicationGroupId && arnOf('replication_group', ReplicationGroupId, place)),
    name: ({ ReplicationGroupId }) => ReplicationGroupId,
    state: ({ Status }) => Status,
    createdAt: ({ ReplicationGroupCreateTime }) => ReplicationGroupCreateTime,
    relations: (item) => ({ key: item.KmsKeyId, cache_cluster: item.MemberClusters }),
  });

const warehouses = listed(['redshift', 'DescribeClusters'], ({ Clusters }) => Clusters)
  .detail(
    ['LoggingStatus', 'DescribeLoggingStatus'],
    ({ ClusterIdentifier }) => ({ ClusterIdentifier }),
    (status) => status,
  )
  .kind({
    service: 'Amazon Redshift',
    category: 'Databases',
    type: 'AWS::Redshift::Cluster',
    id: ({ ClusterIdentifier }, place) => ClusterIdentifier && arnOf('redshift_cluster', ClusterIdentifier, place),
    name: ({ ClusterIdentifier }) => ClusterIdentifier,
    state: ({ ClusterStatus }) => ClusterStatus,
    createdAt: ({ ClusterCreateTime }) => ClusterCreateTime,
    relations: (item) => ({
      vpc: item.VpcId,
      security_group: item.VpcSecurityGroups?.map(({ VpcSecurityGroupId }) => VpcSecurityGroupId),
      role: item.IamRoles?.map(({ IamRoleArn }) => IamRoleArn),
      key: item.KmsKeyId,
    }),
  });

const fileSystems = listed(['elasticfilesystem', 'DescribeFileSystems'], ({ FileSystems }) => FileSystems)
  .detail(
    ['MountTargets', 'DescribeMountTargets'],
    ({ FileSystemId }) => ({ FileSystemId }),
    ({ MountTargets }) => MountTargets,
  )
  .detail(
    ['Policy', 'DescribeFileSystemPolicy'],
    ({ FileSystemId }) => ({ FileSystemId }),
    ({ Policy }) => documentOf(Policy),
    { absent: ['PolicyNotFound'] },
  )
  .detail(
    ['BackupPolicy', 'DescribeBackupPolicy'],
    ({ FileSystemId }) => ({ FileSystemId }),
    ({ BackupPolicy }) => BackupPolicy,
    { absent: ['PolicyNotFound'] },
  )
  .kind({
    service: 'Amazon Elastic File System',
    category: 'Storage',
    type: 'AWS::EFS::FileSystem',
    id: ({ FileSystemArn, FileSystemId }, place) =>
      FileSystemArn ?? (FileSystemId && arnOf('file_system', FileSystemId, place)),
    name: ({ Name, FileSystemId }) => Name ?? FileSystemId,
    state: ({ LifeCycleState }) => LifeCycleState,
    createdAt: ({ CreationTime }) => CreationTime,
    relations: (item) => ({ key: item.KmsKeyId, subnet: mountsOf(item) }),
  });

const mountsOf = (item: object) =>
  (item as { MountTargets?: { SubnetId?: string }[] | null }).MountTargets?.map(({ SubnetId }) => SubnetId);

const searches = listed(['es', 'ListDomainNames'], ({ DomainNames }) => DomainNames)
  .batch(
    [5, 'DescribeDomains'],
    (items) => ({ DomainNames: items.map(({ DomainName = '' }) => DomainName) }),
    ({ DomainStatusList }) =>
      DomainStatusList?.map((domain) => ({ ...domain, AccessPolicies: documentOf(domain.AccessPolicies) })),
  )
  .detail(
    ['Tags', 'ListTags'],
    ({ ARN }) => ({ ARN }),
    ({ TagList }) => TagList,
  )
  .kind({
    service: 'Amazon OpenSearch Service',
    category: 'Analytics',
    type: 'AWS::OpenSearchService::Domain',
    id: ({ ARN }) => ARN,
    name: ({ DomainName }) => DomainName,
    state: ({ Deleted, Processing }) => (Deleted ? 'deleting' : Processing ? 'processing' : 'active'),
    relations: (item) => ({
      vpc: item.VPCOptions?.VPCId,
      subnet: item.VPCOptions?.SubnetIds,
      security_group: item.VPCOptions?.SecurityGroupIds,
      key: item.EncryptionAtRestOptions?.KmsKeyId,
    }),
  });

const distributions = listed(['cloudfront', 'ListDistributions'], ({ DistributionList }) => DistributionList?.Items)
  .detail(
    ['DistributionConfig', 'GetDistributionConfig'],
    ({ Id }) => ({ Id }),
    ({ DistributionConfig }) => DistributionConfig,
  )
  .detail(
    ['Tags', 'ListTagsForResource'],
    ({ ARN }) => ({ Resource: ARN }),
    ({ Tags }) => Tags?.Items,
  )
  .kind({
    service: 'Amazon CloudFront',
    category: 'Networking',
    type: 'AWS::CloudFront::Distribution',
    isGlobal: true,
    id: ({ ARN }) => ARN,
    name: ({ Aliases, DomainName }) => Aliases?.Items?.[0] ?? DomainName,
    state: ({ Status }) => Status,
    relations: (item) => ({ certificate: item.ViewerCertificate?.ACMCertificateArn }),
  });

export const data: readonly Kind[] = [caches, replicationGroups, warehouses, fileSystems, searches, distributions];
