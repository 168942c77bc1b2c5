import type { ActionId } from '../../action.js';
import { invalid, orGone, textOf, there, until, type Deed, type Doing } from './deed.js';

const types = ['AWS::EC2::Instance'];

/** What an instance is on its way to be counts as what it is. */
const SETTLED: Record<string, string> = { pending: 'running', stopping: 'stopped', 'shutting-down': 'terminated' };

async function instanceOf({ ask, id }: Doing) {
  const answer = await orGone(ask.call('ec2', 'DescribeInstances', { InstanceIds: [id] }));
  return answer?.Reservations?.[0]?.Instances?.[0];
}

async function stateOf(doing: Doing): Promise<{ state: string }> {
  const state = (await instanceOf(doing))?.State?.Name ?? 'terminated';
  return { state: SETTLED[state] ?? state };
}

function notTerminated({ state }: { state?: unknown }) {
  if (state === 'terminated') throw invalid('act', 'the instance is terminated');
}

const start: Deed = {
  types,
  permissions: ['ec2:StartInstances'],
  read: stateOf,
  wanted(before) {
    notTerminated(before);
    return { state: 'running' };
  },
  write: ({ ask, id }) => ask.call('ec2', 'StartInstances', { InstanceIds: [id] }),
};

const stop: Deed = {
  types,
  permissions: ['ec2:StopInstances'],
  read: stateOf,
  wanted(before) {
    notTerminated(before);
    return { state: 'stopped' };
  },
  write: ({ ask, id }) => ask.call('ec2', 'StopInstances', { InstanceIds: [id] }),
};

const terminate: Deed = {
  types,
  permissions: ['ec2:TerminateInstances'],
  read: stateOf,
  wanted: () => ({ state: 'terminated' }),
  write: ({ ask, id }) => ask.call('ec2', 'TerminateInstances', { InstanceIds: [id] }),
};

/** Stops, changes and starts again; where changing fails it is started as it was. */
const resize: Deed = {
  types,
  permissions: ['ec2:ModifyInstanceAttribute', 'ec2:StartInstances', 'ec2:StopInstances'],
  async read(doing) {
    const instance = there(await instanceOf(doing), doing);
    const state = instance.State?.Name ?? '';
    return { size: instance.InstanceType, state: SETTLED[state] ?? state };
  },
  wanted(before, doing) {
    notTerminated(before);
    return { ...before, size: textOf(doing, 'size') };
  },
  async write(doing, { state }) {
    const { ask, id } = doing;
    const InstanceIds = [id];
    const isRunning = state === 'running';
    if (isRunning) {
      await ask.call('ec2', 'StopInstances', { InstanceIds });
      await until(async () => (await instanceOf(doing))?.State?.Name === 'stopped', ask, `the stop of ${id}`);
    }
    try {
      await ask.call('ec2', 'ModifyInstanceAttribute', {
        InstanceId: id,
        InstanceType: { Value: textOf(doing, 'size') },
      });
    } finally {
      if (isRunning) await ask.call('ec2', 'StartInstances', { InstanceIds });
    }
  },
};

const requireTokens: Deed = {
  types,
  permissions: ['ec2:ModifyInstanceMetadataOptions'],
  async read(doing) {
    const { MetadataOptions } = there(await instanceOf(doing), doing);
    return { httpTokens: MetadataOptions?.HttpTokens ?? 'optional' };
  },
  wanted: () => ({ httpTokens: 'required' }),
  write: ({ ask, id }) =>
    ask.call('ec2', 'ModifyInstanceMetadataOptions', {
      InstanceId: id,
      HttpTokens: 'required',
      HttpEndpoint: 'enabled',
    }),
};

export const instances: Partial<Record<ActionId, Deed>> = {
  'instance.start': start,
  'instance.stop': stop,
  'instance.terminate': terminate,
  'instance.resize': resize,
  'instance.require_imdsv2': requireTokens,
};
