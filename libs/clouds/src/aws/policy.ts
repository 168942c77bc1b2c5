import { ACTION_PERMISSIONS } from './deeds.js';
import { KINDS } from './registry.js';

/** What is asked besides the types: who we are, where there is something, and utilisation. */
const ALWAYS = ['sts:GetCallerIdentity', 'ec2:DescribeRegions', 'cloudwatch:GetMetricData'];

export const readActions = (): string[] =>
  [...new Set([...ALWAYS, ...KINDS.flatMap(({ source }) => source.actions)])].sort();

interface Statement {
  Sid: string;
  Effect: 'Allow';
  Action: readonly string[];
  Resource: string | string[];
}

/** The IAM policy with which everything works, from what the registry says that it asks; `Act` may be left out. */
export function leastPolicy(partition: string, bills?: string): string {
  const bucket = bills && /^s3:\/\/([^/]+)/.exec(bills)?.[1];
  const statements: Statement[] = [
    { Sid: 'Read', Effect: 'Allow', Action: readActions(), Resource: '*' },
    ...(bucket
      ? [
          {
            Sid: 'Bills',
            Effect: 'Allow' as const,
            Action: ['s3:GetObject', 's3:ListBucket'],
            Resource: [`arn:${partition}:s3:::${bucket}`, `arn:${partition}:s3:::${bucket}/*`],
          },
        ]
      : []),
    { Sid: 'Act', Effect: 'Allow', Action: ACTION_PERMISSIONS, Resource: '*' },
  ];
  return JSON.stringify({ Version: '2012-10-17', Statement: statements }, undefined, 2);
}
