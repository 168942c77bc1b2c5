import { documentOf } from '../document.js';
import type { Kind } from '../kind.js';
import { arnOf } from '../place.js';
import { listed } from '../source.js';

const functions = listed(['lambda', 'ListFunctions'], ({ Functions }) => Functions)
  .detail(
    ['Policy', 'GetPolicy'],
    ({ FunctionName }) => ({ FunctionName }),
    ({ Policy }) => documentOf(Policy),
  )
  .detail(
    ['UrlConfig', 'GetFunctionUrlConfig'],
    ({ FunctionName }) => ({ FunctionName }),
    ({ FunctionUrl, AuthType, Cors, InvokeMode }) => ({ FunctionUrl, AuthType, Cors, InvokeMode }),
  )
  .detail(
    ['Tags', 'ListTags'],
    ({ FunctionArn }) => ({ Resource: FunctionArn }),
    ({ Tags }) => Tags,
  )
  .kind({
    service: 'AWS Lambda',
    category: 'Compute',
    type: 'AWS::Lambda::Function',
    id: ({ FunctionArn }) => FunctionArn,
    name: ({ FunctionName }) => FunctionName,
    state: ({ State }) => State,
    relations: (item) => ({
      role: item.Role,
      security_group: item.VpcConfig?.SecurityGroupIds,
      subnet: item.VpcConfig?.SubnetIds,
      vpc: item.VpcConfig?.VpcId,
      key: item.KMSKeyArn,
      target: item.DeadLetterConfig?.TargetArn,
    }),
  });

const tables = listed(['dynamodb', 'ListTables'], ({ TableNames }) => TableNames)
  .each(
    'DescribeTable',
    (TableName) => ({ TableName }),
    ({ Table }) => Table,
  )
  .detail(
    ['ContinuousBackups', 'DescribeContinuousBackups'],
    ({ TableName }) => ({ TableName }),
    ({ ContinuousBackupsDescription }) => ContinuousBackupsDescription,
  )
  .detail(
    ['Tags', 'ListTagsOfResource'],
    ({ TableArn }) => ({ ResourceArn: TableArn }),
    ({ Tags }) => Tags,
  )
  .kind({
    service: 'Amazon DynamoDB',
    category: 'Databases',
    type: 'AWS::DynamoDB::Table',
    id: ({ TableArn }) => TableArn,
    name: ({ TableName }) => TableName,
    state: ({ TableStatus }) => TableStatus,
    createdAt: ({ CreationDateTime }) => CreationDateTime,
    relations: (item) => ({ key: item.SSEDescription?.KMSMasterKeyArn }),
  });

const topics = listed(['sns', 'ListTopics'], ({ Topics }) => Topics)
  .each(
    'GetTopicAttributes',
    ({ TopicArn }) => ({ TopicArn }),
    ({ Attributes }, topic) => ({ ...topic, ...Attributes, Policy: documentOf(Attributes?.Policy) }),
  )
  .detail(
    ['Tags', 'ListTagsForResource'],
    ({ TopicArn }) => ({ ResourceArn: TopicArn }),
    ({ Tags }) => Tags,
  )
  .kind({
    service: 'Amazon Simple Notification Service',
    category: 'Integration',
    type: 'AWS::SNS::Topic',
    id: ({ TopicArn }) => TopicArn,
  });

const lastOf = (url: string) => url.slice(url.lastIndexOf('/') + 1);

const ALL = 'All' as const;

const queues = listed(['sqs', 'ListQueues'], ({ QueueUrls }) => QueueUrls, { MaxResults: 1000 })
  .each(
    'GetQueueAttributes',
    (QueueUrl) => ({ QueueUrl, AttributeNames: [ALL] }),
    ({ Attributes }, QueueUrl) => {
      const attributes: Record<string, string | undefined> = { ...Attributes };
      return { ...attributes, Policy: documentOf(attributes.Policy), QueueUrl, QueueArn: attributes.QueueArn };
    },
  )
  .detail(
    ['Tags', 'ListQueueTags'],
    ({ QueueUrl }) => ({ QueueUrl }),
    ({ Tags }) => Tags,
  )
  .kind({
    service: 'Amazon Simple Queue Service',
    category: 'Integration',
    type: 'AWS::SQS::Queue',
    id: ({ QueueArn, QueueUrl }, place) => QueueArn ?? (QueueUrl && arnOf('queue', lastOf(QueueUrl), place)),
    createdAt: (item) => Number((item as { CreatedTimestamp?: string }).CreatedTimestamp) || undefined,
  });

export const serverless: readonly Kind[] = [functions, tables, topics, queues];
