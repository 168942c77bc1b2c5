/** Each service that is asked, by the prefix of its IAM actions: its part of the SDK, and the client's name in it. */
export const SDKS = {
  acm: { load: () => import('@aws-sdk/client-acm'), client: 'ACMClient' },
  autoscaling: { load: () => import('@aws-sdk/client-auto-scaling'), client: 'AutoScalingClient' },
  cloudfront: { load: () => import('@aws-sdk/client-cloudfront'), client: 'CloudFrontClient' },
  cloudtrail: { load: () => import('@aws-sdk/client-cloudtrail'), client: 'CloudTrailClient' },
  cloudwatch: { load: () => import('@aws-sdk/client-cloudwatch'), client: 'CloudWatchClient' },
  config: { load: () => import('@aws-sdk/client-config-service'), client: 'ConfigServiceClient' },
  dynamodb: { load: () => import('@aws-sdk/client-dynamodb'), client: 'DynamoDBClient' },
  ec2: { load: () => import('@aws-sdk/client-ec2'), client: 'EC2Client' },
  ecr: { load: () => import('@aws-sdk/client-ecr'), client: 'ECRClient' },
  ecs: { load: () => import('@aws-sdk/client-ecs'), client: 'ECSClient' },
  eks: { load: () => import('@aws-sdk/client-eks'), client: 'EKSClient' },
  elasticache: { load: () => import('@aws-sdk/client-elasticache'), client: 'ElastiCacheClient' },
  elasticfilesystem: { load: () => import('@aws-sdk/client-efs'), client: 'EFSClient' },
  elb: { load: () => import('@aws-sdk/client-elastic-load-balancing'), client: 'ElasticLoadBalancingClient' },
  elbv2: { load: () => import('@aws-sdk/client-elastic-load-balancing-v2'), client: 'ElasticLoadBalancingV2Client' },
  es: { load: () => import('@aws-sdk/client-opensearch'), client: 'OpenSearchClient' },
  guardduty: { load: () => import('@aws-sdk/client-guardduty'), client: 'GuardDutyClient' },
  iam: { load: () => import('@aws-sdk/client-iam'), client: 'IAMClient' },
  kms: { load: () => import('@aws-sdk/client-kms'), client: 'KMSClient' },
  lambda: { load: () => import('@aws-sdk/client-lambda'), client: 'LambdaClient' },
  logs: { load: () => import('@aws-sdk/client-cloudwatch-logs'), client: 'CloudWatchLogsClient' },
  organizations: { load: () => import('@aws-sdk/client-organizations'), client: 'OrganizationsClient' },
  rds: { load: () => import('@aws-sdk/client-rds'), client: 'RDSClient' },
  redshift: { load: () => import('@aws-sdk/client-redshift'), client: 'RedshiftClient' },
  s3: { load: () => import('@aws-sdk/client-s3'), client: 'S3Client' },
  secretsmanager: { load: () => import('@aws-sdk/client-secrets-manager'), client: 'SecretsManagerClient' },
  securityhub: { load: () => import('@aws-sdk/client-securityhub'), client: 'SecurityHubClient' },
  sns: { load: () => import('@aws-sdk/client-sns'), client: 'SNSClient' },
  sqs: { load: () => import('@aws-sdk/client-sqs'), client: 'SQSClient' },
  sts: { load: () => import('@aws-sdk/client-sts'), client: 'STSClient' },
} as const;

export type ServiceId = keyof typeof SDKS;
type Module<S extends ServiceId> = Awaited<ReturnType<(typeof SDKS)[S]['load']>>;

/** Never for an operation that the service does not have. */
type Command<S extends ServiceId, O extends string> = Module<S>[Extract<`${O}Command`, keyof Module<S>>];

export type Input<S extends ServiceId, O extends string> =
  Command<S, O> extends new (...args: infer A) => unknown ? Exclude<A, []>[0] : never;

export type Output<S extends ServiceId, O extends string> =
  Command<S, O> extends new (...args: never[]) => { resolveMiddleware(...args: never[]): infer H }
    ? H extends (...args: never[]) => Promise<{ output: infer R }>
      ? R
      : never
    : never;

/** What of a client is used here; each client of the SDK is one. */
export interface SdkClient {
  send(command: object, options?: { abortSignal?: AbortSignal }): Promise<unknown>;
  destroy(): void;
}

type Constructor<T> = new (argument: object) => T;
type Paginate = (config: { client: SdkClient }, input: object, options: object) => AsyncIterable<unknown>;

/** A loaded part of the SDK, by names that are known only at run time. */
export class Sdk {
  private constructor(
    private readonly module: Record<string, unknown>,
    private readonly clientName: string,
  ) {}

  static async load(service: ServiceId): Promise<Sdk> {
    const { load, client } = SDKS[service];
    return new Sdk(await load(), client);
  }

  client(config: object): SdkClient {
    return new (this.module[this.clientName] as Constructor<SdkClient>)(config);
  }

  command(operation: string, input: object): object {
    return new (this.module[`${operation}Command`] as Constructor<object>)(input);
  }

  /** Undefined for an operation that answers in one page. */
  paginate(operation: string): Paginate | undefined {
    return this.module[`paginate${operation}`] as Paginate | undefined;
  }
}
