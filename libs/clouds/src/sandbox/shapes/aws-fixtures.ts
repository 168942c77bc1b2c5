import type { CloudResource } from '../../cloud.js';
import { arnOf, keyArn, profileArn, roleArn, vpcOf } from './aws-ids.js';
import { awsNetwork, made } from './aws-network.js';
import { hexFor, iso, related, type Fixtures, type Scene, type Seen } from './shape.js';

const FOUNDED = -900;

const IAM = { service: 'AWS Identity and Access Management', category: 'Identity', region: 'global' };

interface Person {
  name: string;
  /** Days of the story on which it was made, and its key, if it has one. */
  since: number;
  keySince?: number;
  /** Whether a second factor is asked. */
  isStrong: boolean;
}

const people = ({ account }: Scene): Person[] => [
  // Made when the account was, and never thought of again.
  { name: `${account.team}-deploy`, since: FOUNDED, keySince: -640, isStrong: false },
  { name: 'ines.moreau', since: -410, keySince: -38, isStrong: true },
  ...(account.env === 'dev' ? [{ name: 'tomas.h', since: -220, isStrong: false }] : []),
];

const keyIdOf = ({ account }: Scene, { name }: Person) =>
  `AKIA${hexFor(16, account.id, 'key', name).toUpperCase().replace(/[018]/g, 'Q')}`;

const userArn = ({ account }: Scene, { name }: Person) => `arn:aws:iam::${account.id}:user/${name}`;

/** An access key has no ARN of its own. */
const accessKeyArn = (scene: Scene, person: Person) => `${userArn(scene, person)}/access-key/${keyIdOf(scene, person)}`;

function accessKey(scene: Scene, person: Person) {
  if (person.keySince === undefined) return undefined;
  const nativeId = accessKeyArn(scene, person);
  return {
    nativeId,
    configuration: scene.configured(nativeId, {
      UserName: person.name,
      AccessKeyId: keyIdOf(scene, person),
      Status: 'Active',
      CreateDate: iso(scene.day(person.keySince)),
      UserArn: userArn(scene, person),
      LastUsed: { LastUsedDate: iso(scene.day(person.keySince + 20)), ServiceName: 's3', Region: 'eu-west-1' },
    }),
    createdAt: scene.day(person.keySince),
  };
}

function user(scene: Scene, person: Person): CloudResource[] {
  const key = accessKey(scene, person);
  const about = made({
    nativeId: userArn(scene, person),
    type: 'AWS::IAM::User',
    name: person.name,
    ...IAM,
    configuration: {
      UserName: person.name,
      UserId: `AIDA${hexFor(16, scene.account.id, person.name).toUpperCase()}`,
      Arn: userArn(scene, person),
      Path: '/',
      CreateDate: iso(scene.day(person.since)),
      AccessKeys: key ? [key.configuration] : [],
      MFADevices: person.isStrong ? [{ SerialNumber: `arn:aws:iam::${scene.account.id}:mfa/${person.name}` }] : [],
      AttachedPolicies: [
        person.isStrong
          ? { PolicyName: 'ReadOnlyAccess', PolicyArn: 'arn:aws:iam::aws:policy/ReadOnlyAccess' }
          : { PolicyName: 'AdministratorAccess', PolicyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' },
      ],
    },
    relations: [],
    createdAt: scene.day(person.since),
  });
  if (!key) return [about];
  const type = 'AWS::IAM::AccessKey';
  const name = keyIdOf(scene, person);
  const state = String(key.configuration.Status).toLowerCase();
  return [about, made({ ...key, type, name, state, ...IAM, relations: related('user', [userArn(scene, person)]) })];
}

const role = (scene: Scene, application: string): CloudResource =>
  made({
    nativeId: roleArn(scene, application),
    type: 'AWS::IAM::Role',
    name: application,
    ...IAM,
    configuration: {
      RoleName: application,
      RoleId: `AROA${hexFor(16, scene.account.id, 'role', application).toUpperCase()}`,
      Arn: roleArn(scene, application),
      Path: '/',
      CreateDate: iso(scene.day(FOUNDED)),
      AssumeRolePolicyDocument: {
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Principal: { Service: ['ec2.amazonaws.com', 'lambda.amazonaws.com'] },
            Action: 'sts:AssumeRole',
          },
        ],
      },
      InstanceProfiles: [{ Arn: profileArn(scene, application) }],
      AttachedPolicies: [],
    },
    relations: [],
    createdAt: scene.day(FOUNDED),
  });

/** These teams have never turned rotation on. */
const UNROTATED = ['payments', 'learning'];

const key = (scene: Scene, region: string): CloudResource => {
  const { id, arn } = keyArn(scene, region);
  return made({
    nativeId: arn,
    type: 'AWS::KMS::Key',
    name: 'data',
    region,
    service: 'AWS Key Management Service',
    category: 'Security',
    state: 'enabled',
    configuration: {
      KeyId: id,
      Arn: arn,
      AWSAccountId: scene.account.id,
      Description: 'Data at rest',
      Enabled: true,
      KeyState: 'Enabled',
      KeyManager: 'CUSTOMER',
      KeySpec: 'SYMMETRIC_DEFAULT',
      KeyUsage: 'ENCRYPT_DECRYPT',
      Origin: 'AWS_KMS',
      MultiRegion: false,
      CreationDate: iso(scene.day(FOUNDED)),
      Aliases: [{ AliasName: 'alias/data', TargetKeyId: id }],
      Rotation: { KeyRotationEnabled: !UNROTATED.includes(scene.account.team) },
    },
    relations: [],
    createdAt: scene.day(FOUNDED),
  });
};

/** That of the shop front runs out while it waits for somebody to prove whose the name is. */
const certificate = (scene: Scene, region: string): CloudResource => {
  const { account, day } = scene;
  const isEnding = ['storefront', 'learning'].includes(account.team);
  const arn = arnOf('acm', region, account.id, `certificate/${keyArn(scene, region).id}`);
  const DomainName = `*.${account.name}.meridian.example`;
  return made({
    nativeId: arn,
    type: 'AWS::CertificateManager::Certificate',
    name: DomainName,
    region,
    service: 'AWS Certificate Manager',
    category: 'Security',
    state: 'issued',
    configuration: {
      CertificateArn: arn,
      DomainName,
      Status: 'ISSUED',
      Type: 'AMAZON_ISSUED',
      KeyAlgorithm: 'RSA_2048',
      NotBefore: iso(day(isEnding ? -353 : -60)),
      NotAfter: iso(day(isEnding ? scene.told + 12 : 335)),
      RenewalEligibility: 'ELIGIBLE',
      ...(isEnding && { RenewalSummary: { RenewalStatus: 'PENDING_VALIDATION' } }),
      InUseBy: [],
    },
    relations: [],
    createdAt: day(isEnding ? -353 : -60),
  });
};

/** Nobody writes down what happens in an account for experiments. */
const trail = (scene: Scene): CloudResource[] => {
  if (scene.account.env === 'dev') return [];
  const region = scene.account.regions[0]!;
  const arn = arnOf('cloudtrail', region, scene.account.id, 'trail/organization');
  return [
    made({
      nativeId: arn,
      type: 'AWS::CloudTrail::Trail',
      name: 'organization',
      region,
      service: 'AWS CloudTrail',
      category: 'Management and Governance',
      state: 'logging',
      configuration: {
        Name: 'organization',
        TrailARN: arn,
        HomeRegion: region,
        S3BucketName: 'meridian-trails',
        IsMultiRegionTrail: true,
        IsOrganizationTrail: true,
        LogFileValidationEnabled: scene.account.env === 'prod',
        KmsKeyId: keyArn(scene, region).arn,
        Status: { IsLogging: true },
      },
      relations: related('key', [keyArn(scene, region).arn]),
    }),
  ];
};

/** The machines before which a load balancer stands, with their health. */
function targetGroup(balancer: Seen, scene: Scene): CloudResource {
  const { account, region, name } = balancer;
  const arn = arnOf('elasticloadbalancing', region, account.id, `targetgroup/${name}/${hexFor(16, balancer.id)}`);
  const targets = scene.targetsOf(balancer);
  const vpc = vpcOf(scene, region);
  return made({
    ...{ nativeId: arn, type: 'AWS::ElasticLoadBalancingV2::TargetGroup', name, region },
    ...{ service: 'Elastic Load Balancing', category: 'Networking' },
    configuration: {
      TargetGroupArn: arn,
      TargetGroupName: name,
      ...{ Protocol: 'HTTP', Port: 8080, TargetType: 'instance', VpcId: vpc.id },
      LoadBalancerArns: [balancer.id],
      TargetHealth: targets.map(({ id, isRunning }) => ({
        Target: { Id: id, Port: 8080 },
        TargetHealth: isRunning ? { State: 'healthy' } : { State: 'unused', Reason: 'Target.InvalidState' },
      })),
    },
    relations: [
      ...related('load_balancer', [balancer.id]),
      ...related('vpc', [vpc.arn]),
      ...related(
        'target',
        targets.map(({ id }) => id),
      ),
    ],
  });
}

export const awsFixtures: Fixtures = (scene) => [
  ...awsNetwork(scene),
  ...people(scene).flatMap((person) => user(scene, person)),
  ...scene.applications.map((application) => role(scene, application)),
  ...scene.account.regions.flatMap((region) => [key(scene, region), certificate(scene, region)]),
  ...trail(scene),
  ...scene.balancers.map((balancer) => targetGroup(balancer, scene)),
];
