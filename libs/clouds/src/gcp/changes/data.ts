import { textOf, wholeOf, type Wish } from '../../change.js';
import { addDays, dayOf } from '#common';
import { at, isJson, listAt } from '../../json.js';
import { patched, type Change, type Changes, type Found } from './change.js';

const BUCKET = 'storage.googleapis.com/Bucket';
const DATABASE = 'sqladmin.googleapis.com/Instance';
const KEY = 'iam.googleapis.com/ServiceAccountKey';
const ROTATION = `${90 * 86_400}s`;

const ofBucket = (change: Parameters<typeof patched>[1]) => ({ [BUCKET]: patched('storage.buckets.update', change) });

/** A change of one setting of a database. */
const ofDatabase = (shown: string, path: string, setting: (wish: Wish) => { shown: unknown; settings: object }) => ({
  [DATABASE]: patched('cloudsql.instances.update', {
    look: (found) => ({ [shown]: at(found, `settings.${path}`) ?? null }),
    want: (_, wish) => ({ [shown]: setting(wish).shown }),
    body: (wish) => ({ settings: setting(wish).settings }),
  }),
});

const run = (policy: string) =>
  ofDatabase('activationPolicy', 'activationPolicy', () => ({ shown: policy, settings: { activationPolicy: policy } }));

const switched = (verb: 'enable' | 'disable'): Record<string, Change> => ({
  [KEY]: {
    permissions: ['iam.serviceAccountKeys.get', `iam.serviceAccountKeys.${verb}`],
    look: (found) => ({ disabled: at(found, 'disabled') === true }),
    want: () => ({ disabled: verb === 'disable' }),
    steps: () => [{ method: 'POST', path: `:${verb}`, body: {} }],
  },
});

const moveOf = (wish: Wish) => ({
  action: { type: 'SetStorageClass', storageClass: textOf(wish, 'storageClass').toUpperCase() },
  condition: { age: wholeOf(wish, 'afterDays') },
});
const rulesOf = (found: Found) => listAt(found, 'lifecycle.rule').filter(isJson);
const isMove = (rule: unknown, wish: Wish) =>
  at(rule, 'action.type') === 'SetStorageClass' && at(rule, 'action.storageClass') === moveOf(wish).action.storageClass;
const shownMove = (rule: unknown) =>
  rule ? { afterDays: at(rule, 'condition.age') ?? null, storageClass: at(rule, 'action.storageClass') } : null;

export const DATA_CHANGES: Changes = {
  'bucket.block_public_access': ofBucket({
    look: (found) => ({ publicAccessPrevention: at(found, 'iamConfiguration.publicAccessPrevention') ?? 'inherited' }),
    want: () => ({ publicAccessPrevention: 'enforced' }),
    body: () => ({ iamConfiguration: { publicAccessPrevention: 'enforced' } }),
  }),
  'bucket.lifecycle': ofBucket({
    look: (found, wish) => ({ lifecycle: shownMove(rulesOf(found).find((rule) => isMove(rule, wish))) }),
    want: (_, wish) => ({ lifecycle: shownMove(moveOf(wish)) }),
    body: (wish, found) => ({
      lifecycle: { rule: [...rulesOf(found).filter((rule) => !isMove(rule, wish)), moveOf(wish)] },
    }),
  }),
  'database.start': run('ALWAYS'),
  'database.stop': run('NEVER'),
  'database.resize': ofDatabase('size', 'tier', (wish) => {
    const tier = textOf(wish, 'size');
    return { shown: tier, settings: { tier } };
  }),
  'database.make_private': ofDatabase('publicAddress', 'ipConfiguration.ipv4Enabled', () => ({
    shown: false,
    settings: { ipConfiguration: { ipv4Enabled: false } },
  })),
  'key.enable_rotation': {
    'cloudkms.googleapis.com/CryptoKey': patched('cloudkms.cryptoKeys.update', {
      look: (found) => ({ rotates: at(found, 'rotationPeriod') !== undefined }),
      want: () => ({ rotates: true }),
      body: (wish) => ({
        rotationPeriod: ROTATION,
        nextRotationTime: `${addDays(dayOf(wish.now), 90)}T00:00:00Z`,
      }),
      query: '?updateMask=rotationPeriod,nextRotationTime',
    }),
  },
  'access_key.deactivate': switched('disable'),
  'access_key.activate': switched('enable'),
  'log_group.retain': {
    'logging.googleapis.com/LogBucket': patched('logging.buckets.update', {
      look: (found) => ({ days: at(found, 'retentionDays') ?? null }),
      want: (_, wish) => ({ days: wholeOf(wish, 'days') }),
      body: (wish) => ({ retentionDays: wholeOf(wish, 'days') }),
      query: '?updateMask=retentionDays',
    }),
  },
};
