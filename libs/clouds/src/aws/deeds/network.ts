import type { ActionId } from '../../action.js';
import { invalid, orGone, textOf, there, wholeOf, type Deed, type Doing } from './deed.js';

const release: Deed = {
  types: ['AWS::EC2::EIP'],
  permissions: ['ec2:ReleaseAddress'],
  async read({ ask, id }) {
    const answer = await orGone(ask.call('ec2', 'DescribeAddresses', { AllocationIds: [id] }));
    const address = answer?.Addresses?.[0];
    return { exists: !!address, ...(address?.AssociationId && { usedBy: address.AssociationId }) };
  },
  wanted({ usedBy }) {
    if (usedBy) throw invalid('act', 'the address is in use');
    return { exists: false };
  },
  write: ({ ask, id }) => orGone(ask.call('ec2', 'ReleaseAddress', { AllocationId: id })),
};

/** One rule as EC2 writes it. Without ports it is of all of them. */
function ruleOf(doing: Doing) {
  const protocol = textOf(doing, 'protocol');
  const source = textOf(doing, 'source');
  const ranges = source.includes(':') ? { Ipv6Ranges: [{ CidrIpv6: source }] } : { IpRanges: [{ CidrIp: source }] };
  if (protocol === 'all') return { IpProtocol: '-1', ...ranges };
  return { IpProtocol: protocol, FromPort: wholeOf(doing, 'fromPort'), ToPort: wholeOf(doing, 'toPort'), ...ranges };
}

type Rule = ReturnType<typeof ruleOf>;

async function isAllowed(doing: Doing): Promise<{ isAllowed: boolean }> {
  const answer = await doing.ask.call('ec2', 'DescribeSecurityGroups', { GroupIds: [doing.id] });
  const { IpPermissions = [] } = there(answer.SecurityGroups?.[0], doing);
  const wanted: Rule & { FromPort?: number; ToPort?: number } = ruleOf(doing);
  const source = textOf(doing, 'source');
  const found = IpPermissions.some(
    ({ IpProtocol, FromPort, ToPort, IpRanges = [], Ipv6Ranges = [] }) =>
      IpProtocol === wanted.IpProtocol &&
      (IpProtocol === '-1' || (FromPort === wanted.FromPort && ToPort === wanted.ToPort)) &&
      [...IpRanges.map(({ CidrIp }) => CidrIp), ...Ipv6Ranges.map(({ CidrIpv6 }) => CidrIpv6)].includes(source),
  );
  return { isAllowed: found };
}

const authorize: Deed = {
  types: ['AWS::EC2::SecurityGroup'],
  permissions: ['ec2:AuthorizeSecurityGroupIngress'],
  read: isAllowed,
  wanted: () => ({ isAllowed: true }),
  write: (doing) =>
    doing.ask.call('ec2', 'AuthorizeSecurityGroupIngress', { GroupId: doing.id, IpPermissions: [ruleOf(doing)] }),
};

const revoke: Deed = {
  types: ['AWS::EC2::SecurityGroup'],
  permissions: ['ec2:RevokeSecurityGroupIngress'],
  read: isAllowed,
  wanted: () => ({ isAllowed: false }),
  write: (doing) =>
    doing.ask.call('ec2', 'RevokeSecurityGroupIngress', { GroupId: doing.id, IpPermissions: [ruleOf(doing)] }),
};

export const network: Partial<Record<ActionId, Deed>> = {
  'address.release': release,
  'security_group.authorize': authorize,
  'security_group.revoke': revoke,
};
