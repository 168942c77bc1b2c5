import type { Kind } from '../kind.js';
import { listed } from '../source.js';

const groups = listed(['autoscaling', 'DescribeAutoScalingGroups'], ({ AutoScalingGroups }) => AutoScalingGroups).kind({
  service: 'Amazon Elastic Compute Cloud',
  category: 'Compute',
  type: 'AWS::AutoScaling::AutoScalingGroup',
  id: ({ AutoScalingGroupARN }) => AutoScalingGroupARN,
  name: ({ AutoScalingGroupName }) => AutoScalingGroupName,
  state: ({ Status }) => Status,
  createdAt: ({ CreatedTime }) => CreatedTime,
  relations: (item) => ({
    instance: item.Instances?.map(({ InstanceId }) => InstanceId),
    target_group: item.TargetGroupARNs,
    load_balancer: item.LoadBalancerNames,
    subnet: item.VPCZoneIdentifier?.split(','),
    launch_template: [
      item.LaunchTemplate?.LaunchTemplateId,
      item.MixedInstancesPolicy?.LaunchTemplate?.LaunchTemplateSpecification?.LaunchTemplateId,
    ],
  }),
});

export const autoscaling: readonly Kind[] = [groups];
