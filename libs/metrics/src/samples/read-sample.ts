import { isMetricName, isSampleValue, MOST_VALUE } from './sample.js';

export interface SampleSaid {
  index: number;
  resourceId?: string;
  nativeId?: string;
  account?: string;
  metric: string;
  at: number;
  value: number;
}

/** RFC 3339; anything else would be read in the server's own time. */
const INSTANT = /^\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?([Zz]|[+-]\d{2}:\d{2})$/;
const MOST_ID = 2048;

type Given = Record<string, unknown>;

const isAbsent = (value: unknown) => value === undefined || value === null;
const isId = (value: unknown) =>
  isAbsent(value) || (typeof value === 'string' && value !== '' && value.length <= MOST_ID);
const isInstant = (value: unknown) =>
  typeof value === 'string' && INSTANT.test(value) && !Number.isNaN(Date.parse(value));

const ID_RULE = `must be a text of 1 to ${MOST_ID} characters`;

/** Each with what its field must be. */
const RULES: [field: string, rule: string, holds: (given: Given) => boolean][] = [
  ['resourceId', ID_RULE, ({ resourceId }) => isId(resourceId)],
  ['nativeId', ID_RULE, ({ nativeId }) => isId(nativeId)],
  ['account', ID_RULE, ({ account }) => isId(account)],
  [
    'resourceId',
    'or nativeId must be given, and not both',
    ({ resourceId, nativeId }) => isAbsent(resourceId) !== isAbsent(nativeId),
  ],
  ['metric', 'must be small letters, digits, _ : and . after a letter or _', ({ metric }) => isMetricName(metric)],
  ['at', 'must be an instant, such as 2026-01-31T08:00:00Z', ({ at }) => isInstant(at)],
  ['value', `must be a number of at most ${MOST_VALUE}`, ({ value }) => isSampleValue(value)],
];

const KNOWN = new Set(RULES.map(([field]) => field));

/** Reads one row of a batch: what it says, or the field that cannot be used and why. */
export function readSample(row: unknown, index: number): SampleSaid | { field: string; message: string } {
  if (typeof row !== 'object' || row === null || Array.isArray(row))
    return { field: 'samples', message: 'must be an object' };
  const given = row as Given;
  const unknown = Object.keys(given).find((key) => !KNOWN.has(key));
  if (unknown !== undefined) return { field: unknown.slice(0, 100), message: 'is not known here' };
  const broken = RULES.find(([, , holds]) => !holds(given));
  if (broken) return { field: broken[0], message: broken[1] };
  const ids = Object.entries(given).filter(([field, id]) => /Id$|account/.test(field) && !isAbsent(id));
  const { metric, at, value } = given as { metric: string; at: string; value: number };
  return { index, ...Object.fromEntries(ids), metric, at: Date.parse(at), value };
}
