import type { Kind } from '../kind.js';
import { arnOf } from '../place.js';
import { listed } from '../source.js';

const NETWORK = { service: 'Amazon Virtual Private Cloud', category: 'Networking' };
const MOST = { MaxResults: 1000 };

const vpcs = listed(['ec2', 'DescribeVpcs'], ({ Vpcs }) => Vpcs, MOST).kind({
  ...NETWORK,
  type: 'AWS::EC2::VPC',
  id: ({ VpcId }, place) => VpcId && arnOf('vpc', VpcId, place),
  state: ({ State }) => State,
});

const subnets = listed(['ec2', 'DescribeSubnets'], ({ Subnets }) => Subnets, MOST).kind({
  ...NETWORK,
  type: 'AWS::EC2::Subnet',
  id: ({ SubnetId }, place) => SubnetId && arnOf('subnet', SubnetId, place),
  state: ({ State }) => State,
  relations: (item) => ({ vpc: item.VpcId }),
});

const securityGroups = listed(['ec2', 'DescribeSecurityGroups'], ({ SecurityGroups }) => SecurityGroups, MOST).kind({
  ...NETWORK,
  type: 'AWS::EC2::SecurityGroup',
  id: ({ GroupId }, place) => GroupId && arnOf('security_group', GroupId, place),
  name: ({ GroupName }) => GroupName,
  relations: (item) => ({
    vpc: item.VpcId,
    security_group: [...(item.IpPermissions ?? []), ...(item.IpPermissionsEgress ?? [])]
      .flatMap(({ UserIdGroupPairs }) => UserIdGroupPairs ?? [])
      .map(({ GroupId }) => (GroupId === item.GroupId ? undefined : GroupId)),
  }),
});

const routeTables = listed(['ec2', 'DescribeRouteTables'], ({ RouteTables }) => RouteTables, { MaxResults: 100 }).kind({
  ...NETWORK,
  type: 'AWS::EC2::RouteTable',
  id: ({ RouteTableId }, place) => RouteTableId && arnOf('route_table', RouteTableId, place),
  relations: (item) => ({
    vpc: item.VpcId,
    subnet: item.Associations?.map(({ SubnetId }) => SubnetId),
    nat_gateway: item.Routes?.map(({ NatGatewayId }) => NatGatewayId),
    internet_gateway: item.Routes?.map(({ GatewayId }) => (GatewayId?.startsWith('igw-') ? GatewayId : undefined)),
  }),
});

const internetGateways = listed(
  ['ec2', 'DescribeInternetGateways'],
  ({ InternetGateways }) => InternetGateways,
  MOST,
).kind({
  ...NETWORK,
  type: 'AWS::EC2::InternetGateway',
  id: ({ InternetGatewayId }, place) => InternetGatewayId && arnOf('internet_gateway', InternetGatewayId, place),
  relations: (item) => ({ vpc: item.Attachments?.map(({ VpcId }) => VpcId) }),
});

const networkAcls = listed(['ec2', 'DescribeNetworkAcls'], ({ NetworkAcls }) => NetworkAcls, MOST).kind({
  ...NETWORK,
  type: 'AWS::EC2::NetworkAcl',
  id: ({ NetworkAclId }, place) => NetworkAclId && arnOf('network_acl', NetworkAclId, place),
  relations: (item) => ({ vpc: item.VpcId, subnet: item.Associations?.map(({ SubnetId }) => SubnetId) }),
});

const natGateways = listed(['ec2', 'DescribeNatGateways'], ({ NatGateways }) => NatGateways, MOST).kind({
  ...NETWORK,
  type: 'AWS::EC2::NatGateway',
  id: ({ NatGatewayId }, place) => NatGatewayId && arnOf('nat_gateway', NatGatewayId, place),
  state: ({ State }) => State,
  createdAt: ({ CreateTime }) => CreateTime,
  relations: (item) => ({
    vpc: item.VpcId,
    subnet: item.SubnetId,
    address: item.NatGatewayAddresses?.map(({ AllocationId }) => AllocationId),
    network_interface: item.NatGatewayAddresses?.map(({ NetworkInterfaceId }) => NetworkInterfaceId),
  }),
});

/** What a flow log watches is told by its id alone. */
const watched = (id = '') => {
  const kind = { vpc: 'vpc', subnet: 'subnet', eni: 'network_interface' }[id.split('-')[0]!];
  return kind ? { [kind]: id } : {};
};

const flowLogs = listed(['ec2', 'DescribeFlowLogs'], ({ FlowLogs }) => FlowLogs, MOST).kind({
  ...NETWORK,
  type: 'AWS::EC2::FlowLog',
  id: ({ FlowLogId }, place) => FlowLogId && arnOf('flow_log', FlowLogId, place),
  state: ({ FlowLogStatus }) => FlowLogStatus,
  createdAt: ({ CreationTime }) => CreationTime,
  relations: (item) => ({
    ...watched(item.ResourceId),
    log_group: item.LogGroupName,
    role: item.DeliverLogsPermissionArn,
  }),
});

const networkInterfaces = listed(
  ['ec2', 'DescribeNetworkInterfaces'],
  ({ NetworkInterfaces }) => NetworkInterfaces?.map((item) => ({ ...item, Tags: item.TagSet })),
  MOST,
).kind({
  ...NETWORK,
  type: 'AWS::EC2::NetworkInterface',
  id: ({ NetworkInterfaceId }, place) => NetworkInterfaceId && arnOf('network_interface', NetworkInterfaceId, place),
  state: ({ Status }) => Status,
  relations: (item) => ({
    vpc: item.VpcId,
    subnet: item.SubnetId,
    instance: item.Attachment?.InstanceId,
    security_group: item.Groups?.map(({ GroupId }) => GroupId),
    address: item.Association?.AllocationId,
  }),
});

const addresses = listed(['ec2', 'DescribeAddresses'], ({ Addresses }) => Addresses).kind({
  ...NETWORK,
  type: 'AWS::EC2::EIP',
  id: ({ AllocationId, PublicIp }, place) => {
    const id = AllocationId ?? PublicIp;
    return id && arnOf('address', id, place);
  },
  name: ({ Tags, PublicIp }) => Tags?.find(({ Key }) => Key === 'Name')?.Value ?? PublicIp,
  state: ({ AssociationId }) => (AssociationId ? 'associated' : 'unassociated'),
  relations: (item) => ({ instance: item.InstanceId, network_interface: item.NetworkInterfaceId }),
});

export const vpc: readonly Kind[] = [
  vpcs,
  subnets,
  securityGroups,
  routeTables,
  internetGateways,
  networkAcls,
  natGateways,
  flowLogs,
  networkInterfaces,
  addresses,
];
