import type { CloudAccess } from '../cloud.js';
import { isJson, type Json } from '../json.js';
import { faultsIn, isText, regionsRule, type SettingRules } from '../setting-rules.js';

/** How one project is got into, as its settings and its credential tell. */
export interface GcpAccess {
  project: string;
  regions?: string[];
  /** Whose projects `accounts` finds: `organizations/123` or `folders/123`. */
  organization?: string;
  /** An emulator that answers for every service. */
  endpoint?: string;
  /** `gs://bucket/prefix`, or the FOCUS view as `project.dataset.view`. */
  bills?: string;
  key?: Json;
}

export const EXAMPLE = {
  settings: {
    regions: ['europe-west1'],
    organization: 'organizations/123456789012',
    bills: { dataset: 'billing-project.billing.focus_view' },
  },
  credential: { serviceAccountKey: 'the JSON text of the key; better none, with workload identity' },
};

const TABLE = /^[a-z][a-z0-9:.-]+\.\w+\.\w+$/;
const tableOf = (bills: unknown) => (isJson(bills) ? bills.dataset : bills);

const RULES: SettingRules = {
  regions: regionsRule((each) => /^[a-z0-9-]+$/.test(String(each)), 'europe-west1'),
  organization: [
    (value) => isText(value) && /^(organizations|folders)\/\d+$/.test(value),
    'must be organizations/123 or folders/123',
  ],
  endpoint: [
    (value) => isText(value) && /^https?:\/\//.test(value) && URL.canParse(value),
    'must be the URL of an emulator',
  ],
  bills: [
    (value) => {
      const place = tableOf(value);
      return isText(place) && (isJson(value) ? TABLE.test(place) : /^gs:\/\/[a-z0-9]/.test(place) || TABLE.test(place));
    },
    'must be gs://bucket/prefix, or { "dataset": "project.dataset.view" }',
  ],
};

/** Of a key only what signs: other kinds of credential name programs to run and hosts to ask. */
function keyOf(text: string | undefined): Json {
  try {
    const key: unknown = JSON.parse(text ?? '');
    const { client_email, private_key, private_key_id } = isJson(key) ? key : {};
    return { type: 'service_account', client_email, private_key, private_key_id };
  } catch {
    return {};
  }
}

/** Settings and a credential that cannot be used, each said in words. */
export function faultsOf(access: CloudAccess): string[] {
  const { credential } = access;
  const faults = faultsIn(access, RULES);
  if (credential && !isText(credential.serviceAccountKey)) faults.push('the credential needs serviceAccountKey');
  return faults;
}

/** Settings that `faultsOf` has found no fault with. */
export function accessOf({ externalId, settings, credential }: CloudAccess): GcpAccess {
  const { regions, organization, endpoint, bills } = settings as Partial<GcpAccess>;
  const place = tableOf(bills) as string | undefined;
  return {
    project: externalId,
    regions,
    organization,
    endpoint: endpoint?.replace(/\/+$/, ''),
    bills: place,
    ...(credential && { key: keyOf(credential.serviceAccountKey) }),
  };
}
