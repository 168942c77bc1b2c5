import type { CloudAccess } from '../cloud.js';
import { faultsIn, isText, regionsRule, type SettingRules } from '../setting-rules.js';

/** How one account is got into, as its settings and its credential tell. */
export interface AwsAccess {
  account: string;
  /** The region of a partition that answers what is global. */
  home: string;
  regions?: string[];
  role?: { arn: string; externalId?: string };
  keys?: { accessKeyId: string; secretAccessKey: string; sessionToken?: string };
  endpoint?: string;
  bills?: string;
}

const ROLE = /^arn:(aws[\w-]*):iam::\d{12}:role\/[\w+=,.@/-]+$/;
const REGION = /^[a-z]{2}(-[a-z]+)+-\d$/;
const HOMES: Record<string, string> = { 'aws-cn': 'cn-north-1', 'aws-us-gov': 'us-gov-west-1' };

const isHttp = (value: unknown) => isText(value) && /^https?:\/\//.test(value) && URL.canParse(value);

const RULES: SettingRules = {
  roleArn: [
    (value) => isText(value) && ROLE.test(value),
    'must be the ARN of a role: arn:aws:iam::123456789012:role/name',
  ],
  externalId: [isText, 'must be a text'],
  regions: regionsRule((each) => isText(each) && REGION.test(each), 'eu-central-1'),
  endpoint: [isHttp, 'must be the URL of an emulator'],
  bills: [(value) => isText(value) && /^s3:\/\/[a-z0-9]/.test(value), 'must be s3://bucket/prefix'],
};

/** Settings and a credential that cannot be used, each said in words. */
export function faultsOf(access: CloudAccess): string[] {
  const { credential } = access;
  const faults = faultsIn(access, RULES);
  if (credential && !(isText(credential.accessKeyId) && isText(credential.secretAccessKey)))
    faults.push('the credential needs accessKeyId and secretAccessKey');
  return faults;
}

/** Settings that `faultsOf` has found no fault with. */
export function accessOf({ externalId: account, settings, credential }: CloudAccess): AwsAccess {
  const { roleArn, externalId, regions, endpoint, bills } = settings as Partial<
    Record<'roleArn' | 'externalId' | 'endpoint' | 'bills', string> & { regions: string[] }
  >;
  const partition = roleArn && ROLE.exec(roleArn)?.[1];
  return {
    account,
    home: regions?.[0] ?? (partition && HOMES[partition]) ?? process.env.AWS_REGION ?? 'us-east-1',
    regions,
    endpoint,
    bills,
    ...(roleArn && { role: { arn: roleArn, externalId } }),
    ...(credential && { keys: credential as unknown as AwsAccess['keys'] }),
  };
}
