import { dayWord, insist, textOf, type Wish } from '../../change.js';
import { at, listAt, textAt } from '../../json.js';
import { deleted, type Change, type Changes, type Found } from './change.js';

const INSTANCE = 'compute.googleapis.com/Instance';
const DISK = 'compute.googleapis.com/Disk';
const STATE = (found: Found) => (textAt(found, 'status') ?? 'unknown').toLowerCase();

const power = (state: string, verb: string): Change => ({
  permissions: ['compute.instances.get', `compute.instances.${verb}`],
  look: (found) => ({ state: STATE(found) }),
  want: () => ({ state }),
  steps: () => [{ method: 'POST', path: `/${verb}` }],
});

const sizeOf = (found: Found) => textAt(found, 'machineType')?.split('/').at(-1) ?? null;

const resize: Change = {
  permissions: [
    'compute.instances.get',
    'compute.instances.setMachineType',
    'compute.instances.start',
    'compute.instances.stop',
  ],
  look: (found) => ({ size: sizeOf(found) }),
  want: (_, wish) => ({ size: textOf(wish, 'size') }),
  steps: (found, wish) => {
    const zone = textAt(found, 'zone')?.split('/').at(-1);
    const body = { machineType: `zones/${zone}/machineTypes/${textOf(wish, 'size')}` };
    const change = { method: 'POST' as const, path: '/setMachineType', body };
    if (STATE(found) !== 'running') return [change];
    return [{ method: 'POST', path: '/stop' }, change, { method: 'POST', path: '/start' }];
  },
};

/** One snapshot of a disk a day: asking again on the same day is the same wish. */
const snapshotName = (found: Found, wish: Wish) =>
  `${(textAt(found, 'name') ?? '').slice(0, 54).replace(/-+$/, '')}-${dayWord(wish.now)}`;

/** The project's own path within the service, taken from the disk's. */
const rootOf = (found: Found) => /\/compute\/[^/]+\/projects\/[^/]+/.exec(textAt(found, 'selfLink') ?? '')?.[0] ?? '';

const snapshot: Change = {
  permissions: [
    'compute.disks.get',
    'compute.disks.createSnapshot',
    'compute.snapshots.create',
    'compute.snapshots.get',
  ],
  produces: (found, wish) => `${rootOf(found)}/global/snapshots/${snapshotName(found, wish)}`,
  look: (found, wish, product) => ({ snapshot: product ? snapshotName(found, wish) : null }),
  want: (found, wish) => ({ snapshot: snapshotName(found, wish) }),
  steps: (found, wish) => [{ method: 'POST', path: '/createSnapshot', body: { name: snapshotName(found, wish) } }],
};

export const COMPUTE_CHANGES: Changes = {
  'instance.start': { [INSTANCE]: power('running', 'start') },
  'instance.stop': { [INSTANCE]: power('terminated', 'stop') },
  'instance.resize': { [INSTANCE]: resize },
  'instance.terminate': { [INSTANCE]: deleted('compute.instances.delete') },
  'volume.snapshot': { [DISK]: snapshot },
  'volume.delete': {
    [DISK]: deleted('compute.disks.delete', (found, wish) =>
      insist(listAt(found, 'users').length === 0, wish, 'the disk is attached'),
    ),
  },
  'snapshot.delete': { 'compute.googleapis.com/Snapshot': deleted('compute.snapshots.delete') },
  'address.release': {
    'compute.googleapis.com/Address': deleted('compute.addresses.delete', (found, wish) =>
      insist(at(found, 'status') === 'RESERVED' && listAt(found, 'users').length === 0, wish, 'the address is in use'),
    ),
  },
};
