import { keysOf, tagsOf, type Wish } from '../../change.js';
import { at, isJson, textAt, type Json } from '../../json.js';
import type { Change, Changes, Found, Step } from './change.js';

/** Where a type keeps its labels, and how it takes them. */
interface Labelled {
  permissions: readonly string[];
  path: string;
  step: (labels: Json, found: Found) => Step;
}

const ofCompute = (collection: string): Labelled => ({
  permissions: [`compute.${collection}.get`, `compute.${collection}.setLabels`],
  path: 'labels',
  step: (labels, found) => ({
    method: 'POST',
    path: '/setLabels',
    body: {
      labels: Object.fromEntries(Object.entries(labels).filter(([, value]) => value !== null)),
      labelFingerprint: textAt(found, 'labelFingerprint'),
    },
  }),
});

const LABELLED: Record<string, Labelled> = {
  'compute.googleapis.com/Instance': ofCompute('instances'),
  'compute.googleapis.com/Disk': ofCompute('disks'),
  'compute.googleapis.com/Snapshot': ofCompute('snapshots'),
  'compute.googleapis.com/Image': ofCompute('images'),
  'compute.googleapis.com/Address': ofCompute('addresses'),
  'storage.googleapis.com/Bucket': {
    permissions: ['storage.buckets.get', 'storage.buckets.update'],
    path: 'labels',
    step: (labels) => ({ method: 'PATCH', path: '', body: { labels } }),
  },
  'sqladmin.googleapis.com/Instance': {
    permissions: ['cloudsql.instances.get', 'cloudsql.instances.update'],
    path: 'settings.userLabels',
    step: (labels) => ({ method: 'PATCH', path: '', body: { settings: { userLabels: labels } } }),
  },
};

const labelsIn = (found: Found, path: string): Json => {
  const labels = at(found, path);
  return isJson(labels) ? labels : {};
};

const some = (labels: Json, keys: readonly string[]) => ({
  tags: Object.fromEntries(keys.map((key) => [key, labels[key] ?? null])),
});

/** The same change of every type that has labels; `null` takes one away. */
const ofEach = (wanted: (wish: Wish) => Json): Record<string, Change> =>
  Object.fromEntries(
    Object.entries(LABELLED).map(([type, { permissions, path, step }]) => [
      type,
      {
        permissions,
        look: (found, wish) => some(labelsIn(found, path), Object.keys(wanted(wish))),
        want: (_, wish) => ({ tags: wanted(wish) }),
        steps: (found, wish) => [step({ ...labelsIn(found, path), ...wanted(wish) }, found)],
      },
    ]),
  );

export const LABEL_CHANGES: Changes = {
  'resource.tag': ofEach((wish) => tagsOf(wish)),
  'resource.untag': ofEach((wish) => Object.fromEntries(keysOf(wish).map((key) => [key, null]))),
};
