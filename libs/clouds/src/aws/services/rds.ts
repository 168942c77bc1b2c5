import type { Kind } from '../kind.js';
import { arnOf } from '../place.js';
import { listed } from '../source.js';

const RDS = { service: 'Amazon Relational Database Service', category: 'Databases' };

const instances = listed(['rds', 'DescribeDBInstances'], ({ DBInstances }) => DBInstances).kind({
  ...RDS,
  type: 'AWS::RDS::DBInstance',
  id: ({ DBInstanceArn, DBInstanceIdentifier: id = '' }, place) => DBInstanceArn ?? arnOf('db_instance', id, place),
  name: ({ DBInstanceIdentifier }) => DBInstanceIdentifier,
  state: ({ DBInstanceStatus }) => DBInstanceStatus,
  createdAt: ({ InstanceCreateTime }) => InstanceCreateTime,
  relations: (item) => ({
    db_cluster: item.DBClusterIdentifier,
    db_instance: item.ReadReplicaSourceDBInstanceIdentifier,
    security_group: item.VpcSecurityGroups?.map(({ VpcSecurityGroupId }) => VpcSecurityGroupId),
    subnet: item.DBSubnetGroup?.Subnets?.map(({ SubnetIdentifier }) => SubnetIdentifier),
    vpc: item.DBSubnetGroup?.VpcId,
    key: item.KmsKeyId,
    role: item.MonitoringRoleArn,
  }),
});

const clusters = listed(['rds', 'DescribeDBClusters'], ({ DBClusters }) => DBClusters).kind({
  ...RDS,
  type: 'AWS::RDS::DBCluster',
  id: ({ DBClusterArn, DBClusterIdentifier: id = '' }, place) => DBClusterArn ?? arnOf('db_cluster', id, place),
  name: ({ DBClusterIdentifier }) => DBClusterIdentifier,
  state: ({ Status }) => Status,
  createdAt: ({ ClusterCreateTime }) => ClusterCreateTime,
  relations: (item) => ({
    db_instance: item.DBClusterMembers?.map(({ DBInstanceIdentifier }) => DBInstanceIdentifier),
    security_group: item.VpcSecurityGroups?.map(({ VpcSecurityGroupId }) => VpcSecurityGroupId),
    role: item.AssociatedRoles?.map(({ RoleArn }) => RoleArn),
    key: item.KmsKeyId,
  }),
});

/** Automated ones cannot be shared, so that they need not be asked. */
const snapshots = listed(['rds', 'DescribeDBSnapshots'], ({ DBSnapshots }) => DBSnapshots)
  .detail(
    ['Attributes', 'DescribeDBSnapshotAttributes'],
    ({ DBSnapshotIdentifier }) => ({ DBSnapshotIdentifier }),
    ({ DBSnapshotAttributesResult }) => DBSnapshotAttributesResult?.DBSnapshotAttributes,
    { when: ({ SnapshotType }) => SnapshotType !== 'automated' },
  )
  .kind({
    ...RDS,
    type: 'AWS::RDS::DBSnapshot',
    id: ({ DBSnapshotArn, DBSnapshotIdentifier: id = '' }, place) => DBSnapshotArn ?? arnOf('db_snapshot', id, place),
    name: ({ DBSnapshotIdentifier }) => DBSnapshotIdentifier,
    state: ({ Status }) => Status,
    createdAt: ({ SnapshotCreateTime }) => SnapshotCreateTime,
    relations: (item) => ({ db_instance: item.DBInstanceIdentifier, vpc: item.VpcId, key: item.KmsKeyId }),
  });

const clusterSnapshots = listed(['rds', 'DescribeDBClusterSnapshots'], ({ DBClusterSnapshots }) => DBClusterSnapshots)
  .detail(
    ['Attributes', 'DescribeDBClusterSnapshotAttributes'],
    ({ DBClusterSnapshotIdentifier }) => ({ DBClusterSnapshotIdentifier }),
    ({ DBClusterSnapshotAttributesResult }) => DBClusterSnapshotAttributesResult?.DBClusterSnapshotAttributes,
    { when: ({ SnapshotType }) => SnapshotType !== 'automated' },
  )
  .kind({
    ...RDS,
    type: 'AWS::RDS::DBClusterSnapshot',
    id: ({ DBClusterSnapshotArn, DBClusterSnapshotIdentifier: id = '' }, place) =>
      DBClusterSnapshotArn ?? arnOf('db_cluster_snapshot', id, place),
    name: ({ DBClusterSnapshotIdentifier }) => DBClusterSnapshotIdentifier,
    state: ({ Status }) => Status,
    createdAt: ({ SnapshotCreateTime }) => SnapshotCreateTime,
    relations: (item) => ({ db_cluster: item.DBClusterIdentifier, vpc: item.VpcId, key: item.KmsKeyId }),
  });

export const rds: readonly Kind[] = [instances, clusters, snapshots, clusterSnapshots];
