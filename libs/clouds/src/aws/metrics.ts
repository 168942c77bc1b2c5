import type { Metric } from '../metric.js';

/** How CloudWatch calls a metric, and what makes its value the port's unit. */
export interface CloudWatchMetric {
  namespace: string;
  name: string;
  stat: 'Average' | 'Sum' | 'Maximum';
  /** What the value is multiplied with; a sum is divided by the seconds of its period besides. */
  factor: number;
  dimensions: Record<string, string>;
  /** Seconds of its samples, where it has no finer ones. */
  period?: number;
}

type Form = Omit<CloudWatchMetric, 'dimensions'>;

/** What a type has in CloudWatch, and by which dimensions one resource of it is named. */
interface MeasuredType {
  /** Undefined where the id does not name one. */
  dimensions: (nativeId: string) => Record<string, string> | undefined;
  metrics: Partial<Record<Metric, Form>>;
}

const DAY = 86_400;

const average = (namespace: string, name: string, factor = 1): Form => ({ namespace, name, stat: 'Average', factor });
const rate = (namespace: string, name: string): Form => ({ namespace, name, stat: 'Sum', factor: 1 });
const daily = (namespace: string, name: string): Form => ({ ...average(namespace, name), period: DAY });

const bare = (name: string) => (id: string) => ({ [name]: id });
const after = (name: string, mark: string) => (id: string) => {
  const at = id.lastIndexOf(mark);
  return at < 0 ? undefined : { [name]: id.slice(at + mark.length) };
};

const EC2 = 'AWS/EC2';
const EBS = 'AWS/EBS';
const RDS = 'AWS/RDS';
const APPLICATION = 'AWS/ApplicationELB';
const CLASSIC = 'AWS/ELB';
const LAMBDA = 'AWS/Lambda';
const CACHE = 'AWS/ElastiCache';
const SEARCH = 'AWS/ES';

const database: MeasuredType['metrics'] = {
  cpu: average(RDS, 'CPUUtilization'),
  connections: average(RDS, 'DatabaseConnections'),
  network_in: average(RDS, 'NetworkReceiveThroughput'),
  network_out: average(RDS, 'NetworkTransmitThroughput'),
};

/** The types that CloudWatch measures. Memory and disk use of an instance are the CloudWatch agent's, by `InstanceId` alone. */
export const MEASURED: Record<string, MeasuredType> = {
  'AWS::EC2::Instance': {
    dimensions: bare('InstanceId'),
    metrics: {
      cpu: average(EC2, 'CPUUtilization'),
      memory: average('CWAgent', 'mem_used_percent'),
      disk_used: average('CWAgent', 'disk_used_percent'),
      disk_read: rate(EC2, 'EBSReadBytes'),
      disk_write: rate(EC2, 'EBSWriteBytes'),
      network_in: rate(EC2, 'NetworkIn'),
      network_out: rate(EC2, 'NetworkOut'),
    },
  },
  'AWS::EC2::Volume': {
    dimensions: bare('VolumeId'),
    metrics: {
      disk_read: rate(EBS, 'VolumeReadBytes'),
      disk_write: rate(EBS, 'VolumeWriteBytes'),
      disk_operations: rate(EBS, 'VolumeWriteOps'),
    },
  },
  'AWS::EC2::NatGateway': {
    dimensions: after('NatGatewayId', 'natgateway/'),
    metrics: {
      network_in: rate('AWS/NATGateway', 'BytesInFromSource'),
      network_out: rate('AWS/NATGateway', 'BytesOutToDestination'),
      connections: average('AWS/NATGateway', 'ActiveConnectionCount'),
    },
  },
  'AWS::AutoScaling::AutoScalingGroup': {
    dimensions: after('AutoScalingGroupName', 'autoScalingGroupName/'),
    metrics: { cpu: average(EC2, 'CPUUtilization') },
  },
  'AWS::RDS::DBInstance': {
    dimensions: after('DBInstanceIdentifier', ':db:'),
    metrics: {
      ...database,
      disk_read: average(RDS, 'ReadThroughput'),
      disk_write: average(RDS, 'WriteThroughput'),
      disk_operations: average(RDS, 'WriteIOPS'),
    },
  },
  'AWS::RDS::DBCluster': {
    dimensions: after('DBClusterIdentifier', ':cluster:'),
    metrics: { ...database, stored: average(RDS, 'VolumeBytesUsed') },
  },
  'AWS::ElasticLoadBalancing::LoadBalancer': {
    dimensions: after('LoadBalancerName', 'loadbalancer/'),
    metrics: {
      requests: rate(CLASSIC, 'RequestCount'),
      errors: rate(CLASSIC, 'HTTPCode_Backend_5XX'),
      duration: average(CLASSIC, 'Latency', 1000),
    },
  },
  'AWS::ElasticLoadBalancingV2::LoadBalancer': {
    dimensions: (id) => (id.includes('loadbalancer/app/') ? after('LoadBalancer', 'loadbalancer/')(id) : undefined),
    metrics: {
      requests: rate(APPLICATION, 'RequestCount'),
      errors: rate(APPLICATION, 'HTTPCode_Target_5XX_Count'),
      duration: average(APPLICATION, 'TargetResponseTime', 1000),
      connections: rate(APPLICATION, 'ActiveConnectionCount'),
      network_out: rate(APPLICATION, 'ProcessedBytes'),
    },
  },
  'AWS::Lambda::Function': {
    dimensions: after('FunctionName', ':function:'),
    metrics: {
      requests: rate(LAMBDA, 'Invocations'),
      errors: rate(LAMBDA, 'Errors'),
      duration: average(LAMBDA, 'Duration'),
    },
  },
  'AWS::DynamoDB::Table': {
    dimensions: after('TableName', ':table/'),
    metrics: {
      disk_read: { ...rate('AWS/DynamoDB', 'ConsumedReadCapacityUnits'), factor: 4096 },
      disk_write: { ...rate('AWS/DynamoDB', 'ConsumedWriteCapacityUnits'), factor: 1024 },
      errors: rate('AWS/DynamoDB', 'UserErrors'),
    },
  },
  'AWS::SQS::Queue': {
    dimensions: after('QueueName', ':'),
    metrics: {
      queued: average('AWS/SQS', 'ApproximateNumberOfMessagesVisible'),
      requests: rate('AWS/SQS', 'NumberOfMessagesReceived'),
    },
  },
  'AWS::SNS::Topic': {
    dimensions: after('TopicName', ':'),
    metrics: {
      requests: rate('AWS/SNS', 'NumberOfMessagesPublished'),
      errors: rate('AWS/SNS', 'NumberOfNotificationsFailed'),
    },
  },
  'AWS::S3::Bucket': {
    dimensions: (id) => ({ BucketName: id, StorageType: 'StandardStorage' }),
    metrics: { stored: daily('AWS/S3', 'BucketSizeBytes') },
  },
  'AWS::ElastiCache::CacheCluster': {
    dimensions: after('CacheClusterId', ':cluster:'),
    metrics: {
      cpu: average(CACHE, 'CPUUtilization'),
      memory: average(CACHE, 'DatabaseMemoryUsagePercentage'),
      connections: average(CACHE, 'CurrConnections'),
      network_in: rate(CACHE, 'NetworkBytesIn'),
      network_out: rate(CACHE, 'NetworkBytesOut'),
    },
  },
  'AWS::Redshift::Cluster': {
    dimensions: after('ClusterIdentifier', ':cluster:'),
    metrics: {
      cpu: average('AWS/Redshift', 'CPUUtilization'),
      connections: average('AWS/Redshift', 'DatabaseConnections'),
      disk_used: average('AWS/Redshift', 'PercentageDiskSpaceUsed'),
    },
  },
  'AWS::EFS::FileSystem': {
    dimensions: after('FileSystemId', 'file-system/'),
    metrics: {
      connections: rate('AWS/EFS', 'ClientConnections'),
      disk_read: rate('AWS/EFS', 'DataReadIOBytes'),
      disk_write: rate('AWS/EFS', 'DataWriteIOBytes'),
    },
  },
  'AWS::ECS::Service': {
    dimensions: (id) => {
      const [, cluster, service] = /:service\/([^/]+)\/([^/]+)$/.exec(id) ?? [];
      return cluster && service ? { ClusterName: cluster, ServiceName: service } : undefined;
    },
    metrics: { cpu: average('AWS/ECS', 'CPUUtilization'), memory: average('AWS/ECS', 'MemoryUtilization') },
  },
  'AWS::OpenSearchService::Domain': {
    dimensions: (id) => {
      const [, account, name] = /:(\d+):domain\/(.+)$/.exec(id) ?? [];
      return account && name ? { ClientId: account, DomainName: name } : undefined;
    },
    metrics: {
      cpu: average(SEARCH, 'CPUUtilization'),
      memory: average(SEARCH, 'JVMMemoryPressure'),
      requests: rate(SEARCH, 'OpenSearchRequests'),
    },
  },
};

/** How CloudWatch names a metric of one resource; undefined where it has none. */
export function metricOf(type: string, nativeId: string, metric: Metric): CloudWatchMetric | undefined {
  const form = MEASURED[type]?.metrics[metric];
  const dimensions = form && MEASURED[type]!.dimensions(nativeId);
  return dimensions && { ...form, dimensions };
}
