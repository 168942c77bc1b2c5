import type { Kind } from '../kind.js';
import { arnOf } from '../place.js';
import { listed } from '../source.js';

const BALANCING = { service: 'Elastic Load Balancing', category: 'Networking' };

const classic = listed(['elb', 'DescribeLoadBalancers'], ({ LoadBalancerDescriptions }) => LoadBalancerDescriptions)
  .with(
    [20, 'DescribeTags'],
    (items) => ({ LoadBalancerNames: items.map(({ LoadBalancerName = '' }) => LoadBalancerName) }),
    ({ TagDescriptions }, item) => ({
      Tags: TagDescriptions?.find(({ LoadBalancerName }) => LoadBalancerName === item.LoadBalancerName)?.Tags ?? [],
    }),
  )
  .detail(
    ['Attributes', 'DescribeLoadBalancerAttributes'],
    ({ LoadBalancerName }) => ({ LoadBalancerName }),
    ({ LoadBalancerAttributes }) => LoadBalancerAttributes,
  )
  .detail(
    ['InstanceStates', 'DescribeInstanceHealth'],
    ({ LoadBalancerName }) => ({ LoadBalancerName }),
    ({ InstanceStates }) => InstanceStates,
  )
  .kind({
    ...BALANCING,
    type: 'AWS::ElasticLoadBalancing::LoadBalancer',
    id: ({ LoadBalancerName }, place) => LoadBalancerName && arnOf('load_balancer', LoadBalancerName, place),
    name: ({ LoadBalancerName }) => LoadBalancerName,
    createdAt: ({ CreatedTime }) => CreatedTime,
    relations: (item) => ({
      target: item.Instances?.map(({ InstanceId }) => InstanceId),
      security_group: item.SecurityGroups,
      subnet: item.Subnets,
      vpc: item.VPCId,
    }),
  });

const balancers = listed(['elbv2', 'DescribeLoadBalancers'], ({ LoadBalancers }) => LoadBalancers)
  .with(
    [20, 'DescribeTags'],
    (items) => ({ ResourceArns: items.map(({ LoadBalancerArn = '' }) => LoadBalancerArn) }),
    ({ TagDescriptions }, item) => ({
      Tags: TagDescriptions?.find(({ ResourceArn }) => ResourceArn === item.LoadBalancerArn)?.Tags ?? [],
    }),
  )
  .detail(
    ['Attributes', 'DescribeLoadBalancerAttributes'],
    ({ LoadBalancerArn }) => ({ LoadBalancerArn }),
    ({ Attributes }) => Attributes,
  )
  .detail(
    ['Listeners', 'DescribeListeners'],
    ({ LoadBalancerArn }) => ({ LoadBalancerArn }),
    ({ Listeners }) => Listeners,
  )
  .kind({
    ...BALANCING,
    type: 'AWS::ElasticLoadBalancingV2::LoadBalancer',
    id: ({ LoadBalancerArn }) => LoadBalancerArn,
    name: ({ LoadBalancerName }) => LoadBalancerName,
    state: ({ State }) => State?.Code,
    createdAt: ({ CreatedTime }) => CreatedTime,
    relations: (item) => ({
      security_group: item.SecurityGroups,
      subnet: item.AvailabilityZones?.map(({ SubnetId }) => SubnetId),
      vpc: item.VpcId,
    }),
  });

const targetGroups = listed(['elbv2', 'DescribeTargetGroups'], ({ TargetGroups }) => TargetGroups)
  .with(
    [20, 'DescribeTags'],
    (items) => ({ ResourceArns: items.map(({ TargetGroupArn = '' }) => TargetGroupArn) }),
    ({ TagDescriptions }, item) => ({
      Tags: TagDescriptions?.find(({ ResourceArn }) => ResourceArn === item.TargetGroupArn)?.Tags ?? [],
    }),
  )
  .detail(
    ['Attributes', 'DescribeTargetGroupAttributes'],
    ({ TargetGroupArn }) => ({ TargetGroupArn }),
    ({ Attributes }) => Attributes,
  )
  .detail(
    ['TargetHealth', 'DescribeTargetHealth'],
    ({ TargetGroupArn }) => ({ TargetGroupArn }),
    ({ TargetHealthDescriptions }) => TargetHealthDescriptions,
  )
  .kind({
    ...BALANCING,
    type: 'AWS::ElasticLoadBalancingV2::TargetGroup',
    id: ({ TargetGroupArn }) => TargetGroupArn,
    name: ({ TargetGroupName }) => TargetGroupName,
    relations: (item) => ({ load_balancer: item.LoadBalancerArns, vpc: item.VpcId, target: targetsOf(item) }),
  });

/** Targets are told with their health; one by its address is no resource. */
const targetsOf = (item: object) =>
  ((item as { TargetHealth?: { Target?: { Id?: string } }[] | null }).TargetHealth ?? [])
    .map(({ Target }) => Target?.Id)
    .filter((id) => id && /^(?:i-|arn:)/.test(id));

export const loadBalancing: readonly Kind[] = [classic, balancers, targetGroups];
