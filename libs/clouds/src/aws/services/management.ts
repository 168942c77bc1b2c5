import type { Kind } from '../kind.js';
import { arnOf } from '../place.js';
import { listed } from '../source.js';

const MANAGEMENT = { category: 'Management and Governance' };

/** Each is told in its home region alone. */
const trails = listed(['cloudtrail', 'DescribeTrails'], ({ trailList }) => trailList, { includeShadowTrails: false })
  .with(
    [20, 'ListTags'],
    (items) => ({ ResourceIdList: items.map(({ TrailARN = '' }) => TrailARN) }),
    ({ ResourceTagList }, item) => ({
      Tags: ResourceTagList?.find(({ ResourceId }) => ResourceId === item.TrailARN)?.TagsList ?? [],
    }),
  )
  .detail(
    ['Status', 'GetTrailStatus'],
    ({ TrailARN }) => ({ Name: TrailARN }),
    (status) => status,
  )
  .detail(
    ['EventSelectors', 'GetEventSelectors'],
    ({ TrailARN }) => ({ TrailName: TrailARN }),
    ({ EventSelectors = [], AdvancedEventSelectors = [] }) => ({ EventSelectors, AdvancedEventSelectors }),
  )
  .kind({
    ...MANAGEMENT,
    service: 'AWS CloudTrail',
    type: 'AWS::CloudTrail::Trail',
    id: ({ TrailARN }) => TrailARN,
    name: ({ Name }) => Name,
    state: (item) => loggingOf(item),
    relations: (item) => ({
      bucket: item.S3BucketName,
      log_group: item.CloudWatchLogsLogGroupArn?.replace(/:\*$/, ''),
      topic: item.SnsTopicARN,
      key: item.KmsKeyId,
    }),
  });

const loggingOf = (item: object) => {
  const isLogging = (item as { Status?: { IsLogging?: boolean } | null }).Status?.IsLogging;
  return isLogging === undefined ? undefined : isLogging ? 'logging' : 'stopped';
};

const CLOUDWATCH = { ...MANAGEMENT, service: 'Amazon CloudWatch' };

const alarms = listed(['cloudwatch', 'DescribeAlarms'], ({ MetricAlarms = [], CompositeAlarms = [] }) => [
  ...MetricAlarms.map((alarm) => ({ ...alarm, AlarmType: 'MetricAlarm' })),
  ...CompositeAlarms.map((alarm) => ({ ...alarm, AlarmType: 'CompositeAlarm' })),
])
  .detail(
    ['Tags', 'ListTagsForResource'],
    ({ AlarmArn }) => ({ ResourceARN: AlarmArn }),
    ({ Tags }) => Tags,
  )
  .kind({
    ...CLOUDWATCH,
    type: 'AWS::CloudWatch::Alarm',
    id: ({ AlarmArn }) => AlarmArn,
    name: ({ AlarmName }) => AlarmName,
    state: ({ StateValue }) => StateValue,
    relations: (item) => ({ topic: item.AlarmActions?.filter((arn) => arn.includes(':sns:')) }),
  });

const logGroups = listed(['logs', 'DescribeLogGroups'], ({ logGroups: groups }) => groups)
  .detail(
    ['metricFilters', 'DescribeMetricFilters'],
    ({ logGroupName }) => ({ logGroupName }),
    ({ metricFilters }) => metricFilters,
    { when: ({ metricFilterCount }) => !!metricFilterCount },
  )
  .detail(
    ['tags', 'ListTagsForResource'],
    ({ arn = '', logGroupArn = arn.replace(/:\*$/, '') }) => ({ resourceArn: logGroupArn }),
    ({ tags }) => tags,
  )
  .kind({
    ...CLOUDWATCH,
    type: 'AWS::Logs::LogGroup',
    id: ({ logGroupName }, place) => logGroupName && arnOf('log_group', logGroupName, place),
    name: ({ logGroupName }) => logGroupName,
    createdAt: ({ creationTime }) => creationTime && creationTime / 1000,
    relations: (item) => ({ key: item.kmsKeyId }),
  });

const recorders = listed(
  ['config', 'DescribeConfigurationRecorders'],
  ({ ConfigurationRecorders }) => ConfigurationRecorders,
)
  .detail(
    ['Status', 'DescribeConfigurationRecorderStatus'],
    ({ name = '' }) => ({ ConfigurationRecorderNames: [name] }),
    ({ ConfigurationRecordersStatus }) => ConfigurationRecordersStatus?.[0],
  )
  .detail(
    ['DeliveryChannels', 'DescribeDeliveryChannels'],
    () => ({}),
    ({ DeliveryChannels }) => DeliveryChannels,
  )
  .kind({
    ...MANAGEMENT,
    service: 'AWS Config',
    type: 'AWS::Config::ConfigurationRecorder',
    id: ({ name }, { partition, region, account }) =>
      name && `arn:${partition}:config:${region}:${account}:configuration-recorder/${name}`,
    name: ({ name }) => name,
    state: (item) =>
      (item as { Status?: { recording?: boolean } | null }).Status?.recording ? 'recording' : 'stopped',
    relations: (item) => ({ role: item.roleARN }),
  });

export const management: readonly Kind[] = [trails, alarms, logGroups, recorders];
