import { CloudError } from '../cloud-error.js';
import type { CredentialCheck } from '../cloud.js';
import type { Ask } from './ask.js';
import { atOnce } from '../at-once.js';
import { actionOf } from './iam-action.js';
import { leastPolicy } from './policy.js';
import { KINDS } from './registry.js';

interface Trial {
  action: string;
  purpose: string;
  ask: () => Promise<unknown>;
}

/** One cheap question for each permission with which something begins; what follows it is in the policy. */
function trials(ask: Ask): Trial[] {
  const lists = KINDS.map(({ type, source }) => {
    const { service, operation, input } = source.first;
    const call = () => ask.call(service, operation, { ...input });
    return { action: actionOf(service, operation), purpose: `to list ${type}`, ask: call };
  });
  const window = { StartTime: new Date(0), EndTime: new Date(3600_000) };
  const query = {
    Id: 'a',
    MetricStat: { Metric: { Namespace: 'AWS/EC2', MetricName: 'CPUUtilization' }, Period: 3600, Stat: 'Average' },
  };
  return [
    {
      action: 'ec2:DescribeRegions',
      purpose: 'to find the regions',
      ask: () => ask.call('ec2', 'DescribeRegions', {}),
    },
    {
      action: 'cloudwatch:GetMetricData',
      purpose: 'to measure utilisation',
      ask: () => ask.call('cloudwatch', 'GetMetricData', { ...window, MetricDataQueries: [query] }),
    },
    ...lists,
  ].filter(({ action }, at, all) => all.findIndex((each) => each.action === action) === at);
}

/** Tries each permission; an answer that refuses for another reason says that it may be asked. */
export async function check(identity: string, ask: Ask, bills?: string): Promise<CredentialCheck> {
  const permissions = await atOnce(4, trials(ask), async ({ action, purpose, ask: tried }) => {
    const missing = await tried().then(
      () => undefined,
      (error: unknown) => {
        if (!(error instanceof CloudError) || error.isPassing) throw error;
        return error.kind === 'denied' ? error.message : undefined;
      },
    );
    return { action, purpose, ...(missing && { missing }) };
  });
  return { identity, permissions, policy: leastPolicy(ask.place.partition, bills) };
}
