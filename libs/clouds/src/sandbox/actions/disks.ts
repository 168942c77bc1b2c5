import { dayOf } from '#common';
import { nativeIdOf } from '../../native-id.js';
import { KINDS } from '../estate/deployment.js';
import { hexOf, nameHash } from '../estate/random.js';
import { deletion } from './deletion.js';
import { at, kindOfSize, textOf, type Doing, type Rule } from './rule.js';

const VOLUME = ['AWS::EC2::Volume', 'Microsoft.Compute/disks', 'compute.googleapis.com/Disk'];

const PATHS = ['VolumeType', 'sku.name', 'type'];

const type: Rule['about'] = (thing) => {
  const path = PATHS.find((one) => at(thing, one) !== undefined);
  return {
    type: String(path && at(thing, path))
      .split('/')
      .at(-1),
  };
};

const inUse = ({ thing }: Doing) => {
  const machine = thing.relations.find(({ kind }) => kind === 'instance');
  return machine && `it is attached to ${machine.nativeId}`;
};

/** One a day of each volume: who asks again gets the same. */
function snapshotOf({ thing, now }: Doing) {
  const name = `${thing.name}-${dayOf(now.at)}`;
  const seed = nameHash(`${thing.nativeId}/${name}`);
  const account = now.account.id;
  const place = { account, region: thing.region, name, hex: hexOf(seed, 0, 32) };
  const made = { account, kind: 'snapshot', name, region: thing.region, seed };
  return { made, nativeId: nativeIdOf('aws', KINDS.aws.snapshot!.nativeId(place)) };
}

const present = (doing: Doing) => {
  const { nativeId } = snapshotOf(doing);
  return doing.now.things.find((thing) => thing.nativeId === nativeId && thing.state !== 'deleted')?.nativeId ?? null;
};

export const DISKS: Readonly<Record<string, readonly Rule[]>> = {
  'volume.snapshot': [
    {
      types: ['AWS::EC2::Volume'],
      about: (_, doing) => ({ snapshot: present(doing) }),
      deed: (doing) => ({ made: snapshotOf(doing).made }),
      nativeId: (doing) => snapshotOf(doing).nativeId,
    },
  ],
  'volume.delete': [deletion(VOLUME, inUse)],
  'volume.modify': [
    { types: VOLUME, about: type, deed: (doing) => ({ kind: kindOfSize(doing, textOf(doing, 'type')) }) },
  ],
  'snapshot.delete': [deletion(['AWS::EC2::Snapshot'])],
  'address.release': [
    deletion(['AWS::EC2::EIP'], ({ thing }) =>
      at(thing, 'AssociationId') === undefined ? undefined : 'something uses it',
    ),
  ],
};
