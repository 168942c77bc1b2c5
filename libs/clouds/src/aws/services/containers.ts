import type { ClusterField } from '@aws-sdk/client-ecs';
import { documentOf } from '../document.js';
import type { Kind } from '../kind.js';
import { listed } from '../source.js';

const INCLUDED: ClusterField[] = ['ATTACHMENTS', 'CONFIGURATIONS', 'SETTINGS', 'STATISTICS', 'TAGS'];
const TAGS = 'TAGS' as const;

const ECS = { service: 'Amazon Elastic Container Service', category: 'Compute' };

const clusters = listed(['ecs', 'ListClusters'], ({ clusterArns }) => clusterArns)
  .batch(
    [100, 'DescribeClusters'],
    (found) => ({ clusters: found, include: INCLUDED }),
    ({ clusters: told }) => told,
  )
  .kind({
    ...ECS,
    type: 'AWS::ECS::Cluster',
    id: ({ clusterArn }) => clusterArn,
    name: ({ clusterName }) => clusterName,
    state: ({ status }) => status,
  });

const services = listed(['ecs', 'ListClusters'], ({ clusterArns }) => clusterArns)
  .within(
    'ListServices',
    (cluster) => ({ cluster, maxResults: 100 }),
    ({ serviceArns }, cluster) => serviceArns?.map((service) => ({ cluster, service })),
  )
  .each(
    'DescribeServices',
    ({ cluster, service }) => ({ cluster, services: [service], include: [TAGS] }),
    ({ services: told }) => told?.[0],
  )
  .kind({
    ...ECS,
    type: 'AWS::ECS::Service',
    id: ({ serviceArn }) => serviceArn,
    name: ({ serviceName }) => serviceName,
    state: ({ status }) => status,
    createdAt: ({ createdAt }) => createdAt,
    relations: (item) => ({
      cluster: item.clusterArn,
      task_definition: item.taskDefinition,
      target_group: item.loadBalancers?.map(({ targetGroupArn }) => targetGroupArn),
      security_group: item.networkConfiguration?.awsvpcConfiguration?.securityGroups,
      subnet: item.networkConfiguration?.awsvpcConfiguration?.subnets,
      role: item.roleArn,
    }),
  });

/** Those that are active, in their newest revision: older ones are kept by AWS for ever. */
const taskDefinitions = listed(['ecs', 'ListTaskDefinitionFamilies'], ({ families }) => families, { status: 'ACTIVE' })
  .each(
    'DescribeTaskDefinition',
    (taskDefinition) => ({ taskDefinition, include: [TAGS] }),
    ({ taskDefinition, tags }) => taskDefinition && { ...taskDefinition, tags },
  )
  .kind({
    ...ECS,
    type: 'AWS::ECS::TaskDefinition',
    id: ({ taskDefinitionArn }) => taskDefinitionArn,
    name: ({ family }) => family,
    state: ({ status }) => status,
    createdAt: ({ registeredAt }) => registeredAt,
    relations: (item) => ({ role: [item.taskRoleArn, item.executionRoleArn] }),
  });

const kubernetes = listed(['eks', 'ListClusters'], ({ clusters: names }) => names)
  .each(
    'DescribeCluster',
    (name) => ({ name }),
    ({ cluster }) => cluster,
  )
  .kind({
    service: 'Amazon Elastic Kubernetes Service',
    category: 'Compute',
    type: 'AWS::EKS::Cluster',
    id: ({ arn }) => arn,
    name: ({ name }) => name,
    state: ({ status }) => status,
    createdAt: ({ createdAt }) => createdAt,
    relations: (item) => ({
      role: item.roleArn,
      vpc: item.resourcesVpcConfig?.vpcId,
      subnet: item.resourcesVpcConfig?.subnetIds,
      security_group: [
        ...(item.resourcesVpcConfig?.securityGroupIds ?? []),
        item.resourcesVpcConfig?.clusterSecurityGroupId,
      ],
      key: item.encryptionConfig?.map(({ provider }) => provider?.keyArn),
    }),
  });

const repositories = listed(['ecr', 'DescribeRepositories'], ({ repositories: told }) => told, { maxResults: 1000 })
  .detail(
    ['policy', 'GetRepositoryPolicy'],
    ({ repositoryName }) => ({ repositoryName }),
    ({ policyText }) => documentOf(policyText),
  )
  .detail(
    ['lifecyclePolicy', 'GetLifecyclePolicy'],
    ({ repositoryName }) => ({ repositoryName }),
    ({ lifecyclePolicyText }) => documentOf(lifecyclePolicyText),
  )
  .detail(
    ['tags', 'ListTagsForResource'],
    ({ repositoryArn }) => ({ resourceArn: repositoryArn }),
    ({ tags }) => tags,
  )
  .kind({
    service: 'Amazon Elastic Container Registry',
    category: 'Compute',
    type: 'AWS::ECR::Repository',
    id: ({ repositoryArn }) => repositoryArn,
    name: ({ repositoryName }) => repositoryName,
    createdAt: ({ createdAt }) => createdAt,
    relations: (item) => ({ key: item.encryptionConfiguration?.kmsKey }),
  });

export const containers: readonly Kind[] = [clusters, services, taskDefinitions, kubernetes, repositories];
