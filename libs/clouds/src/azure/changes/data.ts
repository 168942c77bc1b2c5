import { insist, textOf, wholeOf, type Wish } from '../../change.js';
import { at, isJson, listAt, textAt } from '../../json.js';
import { patched, type Change, type Found, type Changes } from './change.js';

const ACCOUNT = 'Microsoft.Storage/storageAccounts';
const ACCOUNTS_API = '2023-05-01';
const WORKSPACE = 'Microsoft.OperationalInsights/workspaces';
const SQL_SERVER = 'Microsoft.Sql/servers';
const SQL_DATABASE = `${SQL_SERVER}/databases`;
const SQL_API = '2023-08-01';
const SERVERS = {
  'Microsoft.DBforPostgreSQL/flexibleServers': '2024-08-01',
  'Microsoft.DBforMySQL/flexibleServers': '2023-12-30',
};
const TIERS: readonly (readonly [RegExp, string])[] = [
  [/^Standard_B/i, 'Burstable'],
  [/^Standard_D/i, 'GeneralPurpose'],
  [/^Standard_E/i, 'MemoryOptimized'],
];
const RULE = 'cloudgov-lifecycle';

/** The same change of each kind of flexible server. */
const ofServers = (make: (type: string, api: string) => Change) =>
  Object.fromEntries(Object.entries(SERVERS).map(([type, api]) => [type.toLowerCase(), make(type, api)]));

const run = (state: string, verb: string) =>
  ofServers((type, api) => ({
    permissions: [`${type}/${verb}/action`],
    api,
    look: (found) => ({ state: at(found, 'properties.state') ?? null }),
    want: () => ({ state }),
    steps: () => [{ method: 'POST', path: `/${verb}` }],
  }));

function skuOf(wish: Wish) {
  const name = textOf(wish, 'size');
  const tier = TIERS.find(([pattern]) => pattern.test(name))?.[1];
  insist(tier, wish, `${name} is no size of a flexible server`);
  return { sku: { name, tier } };
}

const sized = (type: string, api: string, body: (wish: Wish) => object) =>
  patched(type, api, {
    look: (found) => ({ size: at(found, 'sku.name') ?? null }),
    want: (_, wish) => {
      body(wish);
      return { size: textOf(wish, 'size') };
    },
    body,
  });

const closed = (type: string, api: string, path: string) =>
  patched(type, api, {
    look: (found) => ({ publicNetworkAccess: at(found, `properties.${path}`) ?? 'Enabled' }),
    want: () => ({ publicNetworkAccess: 'Disabled' }),
    body: () => {
      const access = { publicNetworkAccess: 'Disabled' };
      return { properties: path.startsWith('network.') ? { network: access } : access };
    },
  });

/** The rule that moves what has not changed for some days to the cheaper tier that is named. */
function ruleOf(wish: Wish) {
  const days = wholeOf(wish, 'afterDays');
  const tier = textOf(wish, 'storageClass');
  insist(/^(cool|cold|archive)$/i.test(tier), wish, 'storageClass must be Cool, Cold or Archive');
  const verb = `tierTo${tier[0]!.toUpperCase()}${tier.slice(1).toLowerCase()}`;
  return {
    name: RULE,
    enabled: true,
    type: 'Lifecycle',
    definition: {
      filters: { blobTypes: ['blockBlob'] },
      actions: { baseBlob: { [verb]: { daysAfterModificationGreaterThan: days } } },
    },
  };
}

const rulesOf = (found: Found) => listAt(found, 'properties.policy.rules').filter(isJson);
const movesOf = (rule: unknown) => at(rule, 'definition.actions.baseBlob') ?? null;

const lifecycle: Change = {
  permissions: [`${ACCOUNT}/managementPolicies/read`, `${ACCOUNT}/managementPolicies/write`],
  api: ACCOUNTS_API,
  below: 'managementPolicies/default',
  mayBeAbsent: true,
  look: (found) => ({ lifecycle: movesOf(rulesOf(found).find((rule) => textAt(rule, 'name') === RULE)) }),
  want: (_, wish) => ({ lifecycle: movesOf(ruleOf(wish)) }),
  steps: (found, wish) => {
    const rules = [...rulesOf(found).filter((rule) => textAt(rule, 'name') !== RULE), ruleOf(wish)];
    return [{ method: 'PUT', path: '/managementPolicies/default', body: { properties: { policy: { rules } } } }];
  },
};

export const DATA_CHANGES: Changes = {
  'bucket.block_public_access': {
    [ACCOUNT.toLowerCase()]: patched(ACCOUNT, ACCOUNTS_API, {
      // An account that says nothing is one of the time when public access was the default.
      look: (found) => ({ allowBlobPublicAccess: at(found, 'properties.allowBlobPublicAccess') ?? true }),
      want: () => ({ allowBlobPublicAccess: false }),
      body: () => ({ properties: { allowBlobPublicAccess: false } }),
    }),
  },
  'bucket.encrypt': {
    [ACCOUNT.toLowerCase()]: patched(ACCOUNT, ACCOUNTS_API, {
      look: (found) => ({ encrypted: at(found, 'properties.encryption.services.blob.enabled') ?? false }),
      want: () => ({ encrypted: true }),
      body: () => ({
        properties: { encryption: { keySource: 'Microsoft.Storage', services: { blob: { enabled: true } } } },
      }),
    }),
  },
  'bucket.lifecycle': { [ACCOUNT.toLowerCase()]: lifecycle },
  'database.start': run('Ready', 'start'),
  'database.stop': run('Stopped', 'stop'),
  'database.resize': {
    ...ofServers((type, api) => sized(type, api, skuOf)),
    [SQL_DATABASE.toLowerCase()]: sized(SQL_DATABASE, SQL_API, (wish) => ({ sku: { name: textOf(wish, 'size') } })),
  },
  'database.make_private': {
    ...ofServers((type, api) => closed(type, api, 'network.publicNetworkAccess')),
    [SQL_SERVER.toLowerCase()]: closed(SQL_SERVER, SQL_API, 'publicNetworkAccess'),
  },
  'log_group.retain': {
    [WORKSPACE.toLowerCase()]: patched(WORKSPACE, '2023-09-01', {
      look: (found) => ({ days: at(found, 'properties.retentionInDays') ?? null }),
      want: (_, wish) => ({ days: wholeOf(wish, 'days') }),
      body: (wish) => ({ properties: { retentionInDays: wholeOf(wish, 'days') } }),
    }),
  },
};
