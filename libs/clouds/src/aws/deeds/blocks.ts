import type { ActionId } from '../../action.js';
import { invalid, orGone, textOf, there, type Deed, type Doing } from './deed.js';

const MARK = 'cloudgov:snapshot-of';

async function volumeOf({ ask, id }: Doing) {
  const answer = await orGone(ask.call('ec2', 'DescribeVolumes', { VolumeIds: [id] }));
  const volume = answer?.Volumes?.[0];
  return volume?.State === 'deleting' || volume?.State === 'deleted' ? undefined : volume;
}

/** One snapshot that holds what the volume holds: of its present attachment, or of none since. */
const snapshot: Deed = {
  types: ['AWS::EC2::Volume'],
  permissions: ['ec2:CreateSnapshot', 'ec2:CreateTags'],
  async read(doing) {
    const volume = there(await volumeOf(doing), doing);
    const { Snapshots = [] } = await doing.ask.call('ec2', 'DescribeSnapshots', {
      OwnerIds: ['self'],
      Filters: [
        { Name: 'volume-id', Values: [doing.id] },
        { Name: `tag:${MARK}`, Values: [attachmentOf(volume)] },
      ],
    });
    return { isTaken: Snapshots.some(({ State }) => State !== 'error') };
  },
  wanted: () => ({ isTaken: true }),
  async write(doing) {
    const volume = there(await volumeOf(doing), doing);
    return doing.ask.call('ec2', 'CreateSnapshot', {
      VolumeId: doing.id,
      Description: `${doing.id}, taken by CloudGov`,
      TagSpecifications: [
        {
          ResourceType: 'snapshot',
          Tags: [...(volume.Tags ?? []), { Key: MARK, Value: attachmentOf(volume) }].filter(
            ({ Key }) => !Key?.startsWith('aws:'),
          ),
        },
      ],
    });
  },
};

/** A snapshot of an attached volume ages as it is written to; one per attachment and size is what a deletion needs. */
const attachmentOf = ({ VolumeId, Attachments = [] }: { VolumeId?: string; Attachments?: { AttachTime?: Date }[] }) =>
  `${VolumeId} ${Attachments.map(({ AttachTime }) => AttachTime?.toISOString()).join() || 'detached'}`;

const deleteVolume: Deed = {
  types: ['AWS::EC2::Volume'],
  permissions: ['ec2:DeleteVolume'],
  async read(doing) {
    const volume = await volumeOf(doing);
    return { exists: !!volume, ...(volume && { state: volume.State }) };
  },
  wanted({ exists, state }) {
    if (exists && state === 'in-use') throw invalid('act', 'the volume is attached');
    return { exists: false };
  },
  write: ({ ask, id }) => orGone(ask.call('ec2', 'DeleteVolume', { VolumeId: id })),
};

/** A change that goes on counts: the volume itself tells its old type until it has begun. */
const modify: Deed = {
  types: ['AWS::EC2::Volume'],
  permissions: ['ec2:ModifyVolume', 'ec2:DescribeVolumesModifications'],
  async read(doing) {
    const { VolumeType } = there(await volumeOf(doing), doing);
    const { VolumesModifications = [] } = (await orGone(
      doing.ask.call('ec2', 'DescribeVolumesModifications', { VolumeIds: [doing.id] }),
    )) ?? { VolumesModifications: [] };
    const going = VolumesModifications.find(({ ModificationState }) => ModificationState === 'modifying');
    return { type: going?.TargetVolumeType ?? VolumeType };
  },
  wanted: (_, doing) => ({ type: textOf(doing, 'type') }),
  write: (doing) =>
    doing.ask.call('ec2', 'ModifyVolume', { VolumeId: doing.id, VolumeType: textOf(doing, 'type') as 'gp3' }),
};

const deleteSnapshot: Deed = {
  types: ['AWS::EC2::Snapshot'],
  permissions: ['ec2:DeleteSnapshot'],
  async read({ ask, id }) {
    const answer = await orGone(ask.call('ec2', 'DescribeSnapshots', { SnapshotIds: [id] }));
    return { exists: !!answer?.Snapshots?.length };
  },
  wanted: () => ({ exists: false }),
  write: ({ ask, id }) => orGone(ask.call('ec2', 'DeleteSnapshot', { SnapshotId: id })),
};

export const blocks: Partial<Record<ActionId, Deed>> = {
  'volume.snapshot': snapshot,
  'volume.delete': deleteVolume,
  'volume.modify': modify,
  'snapshot.delete': deleteSnapshot,
};
