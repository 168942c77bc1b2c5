import { dayWord, insist, textOf, type Wish } from '../../change.js';
import { at, listAt, textAt } from '../../json.js';
import { deleted, patched, type Change, type Found, type Changes } from './change.js';

const MACHINE = 'Microsoft.Compute/virtualMachines';
const DISK = 'Microsoft.Compute/disks';
const SNAPSHOT = 'Microsoft.Compute/snapshots';
const MACHINES_API = '2024-07-01';
const DISKS_API = '2024-03-02';

/** `running`, `deallocated` …, from what the instance view says. */
function powerOf(found: Found): string {
  const codes = listAt(found, 'properties.instanceView.statuses').map((status) => textAt(status, 'code') ?? '');
  return (codes.find((code) => code.startsWith('PowerState/')) ?? 'PowerState/unknown').slice('PowerState/'.length);
}

/** To a machine, with how it runs. */
const VIEW = { api: `${MACHINES_API}&$expand=instanceView` };

const power = (state: string, verb: string): Change => ({
  ...VIEW,
  permissions: [`${MACHINE}/${verb}/action`],
  look: (found) => ({ state: powerOf(found) }),
  want: () => ({ state }),
  steps: () => [{ method: 'POST', path: `/${verb}` }],
});

const resize: Change = {
  ...VIEW,
  permissions: [`${MACHINE}/write`, `${MACHINE}/deallocate/action`, `${MACHINE}/start/action`],
  look: (found) => ({ size: at(found, 'properties.hardwareProfile.vmSize') ?? null }),
  want: (_, wish) => ({ size: textOf(wish, 'size') }),
  // A size of other hardware is only given to a machine that is not placed anywhere.
  steps: (found, wish) => {
    const body = { properties: { hardwareProfile: { vmSize: textOf(wish, 'size') } } };
    const change = { method: 'PATCH' as const, path: '', body };
    if (powerOf(found) !== 'running') return [change];
    return [{ method: 'POST', path: '/deallocate' }, change, { method: 'POST', path: '/start' }];
  },
};

/** One snapshot of a disk a day: asking again on the same day is the same wish. */
function snapshotOf(found: Found, wish: Wish): string {
  const id = textAt(found, 'id') ?? '';
  const name = `${textAt(found, 'name')}-${dayWord(wish.now)}`.slice(-80);
  return id.replace(/\/disks\/[^/]+$/i, `/snapshots/${name}`);
}

const snapshot: Change = {
  permissions: [`${SNAPSHOT}/read`, `${SNAPSHOT}/write`, `${DISK}/beginGetAccess/action`],
  api: DISKS_API,
  produces: (found, wish) => snapshotOf(found, wish),
  look: (found, wish, product) => ({ snapshot: product ? snapshotOf(found, wish) : null }),
  want: (found, wish) => ({ snapshot: snapshotOf(found, wish) }),
  steps: (found, wish) => [
    {
      method: 'PUT',
      path: snapshotOf(found, wish),
      body: {
        location: at(found, 'location'),
        tags: at(found, 'tags'),
        properties: { creationData: { createOption: 'Copy', sourceResourceId: at(found, 'id') }, incremental: true },
      },
    },
  ],
};

const isFree = (found: Found) => textAt(found, 'properties.diskState') === 'Unattached' && !at(found, 'managedBy');

export const COMPUTE_CHANGES: Changes = {
  'instance.start': { [MACHINE.toLowerCase()]: power('running', 'start') },
  'instance.stop': { [MACHINE.toLowerCase()]: power('deallocated', 'deallocate') },
  'instance.resize': { [MACHINE.toLowerCase()]: resize },
  'instance.terminate': { [MACHINE.toLowerCase()]: deleted(MACHINE, MACHINES_API) },
  'volume.snapshot': { [DISK.toLowerCase()]: snapshot },
  'volume.delete': {
    [DISK.toLowerCase()]: deleted(DISK, DISKS_API, (found, wish) =>
      insist(isFree(found), wish, 'the disk is attached'),
    ),
  },
  'volume.modify': {
    [DISK.toLowerCase()]: patched(DISK, DISKS_API, {
      look: (found) => ({ type: at(found, 'sku.name') ?? null }),
      want: (_, wish) => ({ type: textOf(wish, 'type') }),
      body: (wish) => ({ sku: { name: textOf(wish, 'type') } }),
    }),
  },
  'snapshot.delete': { [SNAPSHOT.toLowerCase()]: deleted(SNAPSHOT, DISKS_API) },
};
