import { REGIONS } from '../estate/organisation.js';
import { hexFor, type Scene } from './shape.js';

/** Names of what lies in the network of an account, the same wherever they are mentioned. */
export const arnOf = (service: string, region: string, account: string, resource: string) =>
  `arn:aws:${service}:${region}:${account}:${resource}`;

const ec2 =
  (prefix: string, kind: string) =>
  ({ account }: Scene, region: string, ...name: string[]) => {
    const id = `${prefix}-0${hexFor(16, account.id, kind, region, ...name)}`;
    return { id, arn: arnOf('ec2', region, account.id, `${kind}/${id}`) };
  };

export const vpcOf = ec2('vpc', 'vpc');
export const subnetOf = ec2('subnet', 'subnet');
export const groupOf = ec2('sg', 'security-group');
export const addressOf = ec2('eipalloc', 'elastic-ip');
export const flowLogOf = ec2('fl', 'vpc-flow-log');

export const zonesOf = (region: string) => REGIONS[region]!.zones;

export const keyArn = ({ account }: Scene, region: string) => {
  const hex = hexFor(32, account.id, 'kms', region);
  const id = [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
  return { id, arn: arnOf('kms', region, account.id, `key/${id}`) };
};

export const roleArn = ({ account }: Scene, name: string) => `arn:aws:iam::${account.id}:role/${name}`;
export const profileArn = ({ account }: Scene, name: string) => `arn:aws:iam::${account.id}:instance-profile/${name}`;

/** An address within the private network 10.0.0.0/8. */
export const privateAddress = (seed: number) => `10.${(seed >>> 4) % 4}.${(seed >>> 12) % 256}.${(seed % 250) + 4}`;
