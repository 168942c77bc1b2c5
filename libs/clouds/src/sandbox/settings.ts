import type { CloudErrorKind } from '../cloud-error.js';
import type { Day } from '#common';
import { PAYERS, type Payer } from './estate/organisation.js';
import { DEMO } from './ledger.js';

const CLOUDS = ['aws', 'azure', 'gcp'] as const;
const TROUBLES = ['denied', 'throttled', 'broken', 'unreachable'] as const satisfies readonly CloudErrorKind[];

/** A machine or database that works hard for a while: its CPU stands at `cpu` percent at least. */
export interface Load {
  /** Its native id or its name. */
  resource: string;
  cpu: number;
  /** Instants. */
  from: string;
  until?: string;
}

/** A listing that fails, for trying out what is made of it. */
export interface Trouble {
  kind: (typeof TROUBLES)[number];
  /** Any, where not told. */
  region?: string;
  type?: string;
  /** After so many resources; none unless told. */
  after?: number;
}

export interface SandboxSettings {
  /** `demo`: the account is one of the demo estate's, by its id; else one to learn with. */
  estate?: 'demo';
  cloud: Payer['provider'];
  seed: number;
  /** How many times the smallest account to learn with, up to 50. */
  size: number;
  /** The day that its story is told from; what is there does not depend on today. */
  createdOn: Day;
  load: Load[];
  troubles: Trouble[];
  /** Which months of its FOCUS exports there are: the last 13 (true), none, or some (`YYYY-MM`). */
  bills: boolean | { from: string; to: string };
}

export const DEFAULTS: SandboxSettings = {
  ...{ cloud: 'aws', seed: 1, size: 1, createdOn: '2026-01-01', load: [], troubles: [], bills: true },
};

const isText = (value: unknown): value is string => typeof value === 'string';
const isDay = (value: unknown) => isText(value) && /^\d{4}-\d\d-\d\d$/.test(value) && !Number.isNaN(Date.parse(value));
const isInstant = (value: unknown) => isText(value) && !Number.isNaN(Date.parse(value));
const isMonth = (value: unknown) => isText(value) && /^\d{4}-(0[1-9]|1[0-2])$/.test(value);
const isOptional = (value: unknown, is: (value: unknown) => boolean) => value === undefined || is(value);
const among = (words: readonly string[]) => (value: unknown) => isText(value) && words.includes(value);
const between = (least: number, most: number) => (value: unknown) =>
  typeof value === 'number' && least <= value && value <= most;
const every = (is: (value: Record<string, unknown>) => boolean) => (value: unknown) =>
  Array.isArray(value) && value.every((each) => typeof each === 'object' && each !== null && is(each as never));

const isLoad = ({ resource, cpu, from, until }: Record<string, unknown>) =>
  isText(resource) && between(0, 100)(cpu) && isInstant(from) && isOptional(until, isInstant);

const isTrouble = ({ kind, region, type, after }: Record<string, unknown>) =>
  among(TROUBLES)(kind) &&
  isOptional(region, isText) &&
  isOptional(type, isText) &&
  isOptional(after, Number.isInteger);

const isBills = (value: unknown) => {
  const { from, to } = Object(value) as Record<string, unknown>;
  return typeof value === 'boolean' || (isMonth(from) && isMonth(to));
};

const RULES: Readonly<Record<string, readonly [is: (value: unknown) => boolean, must: string]>> = {
  estate: [among(['demo']), 'must be demo, or not be there'],
  cloud: [among(CLOUDS), `must be one of ${CLOUDS.join(', ')}`],
  seed: [between(0, 2 ** 31), 'must be a number from 0 on'],
  size: [between(0.1, 50), 'must be between 0.1 and 50'],
  createdOn: [isDay, 'must be a day such as 2026-01-01'],
  load: [every(isLoad), 'must be a list of { resource, cpu, from, until }'],
  troubles: [every(isTrouble), `must be a list of { kind: ${TROUBLES.join(' | ')}, region, type, after }`],
  bills: [isBills, 'must be true, false or { from: YYYY-MM, to: YYYY-MM }'],
};

const isKnown = (externalId: string) => PAYERS.some(({ accounts }) => accounts.some(({ id }) => id === externalId));

/** What is wrong with the settings of an account, in words. */
export function faultsOf(externalId: string, settings: Record<string, unknown>): string[] {
  const faults = Object.entries(RULES).flatMap(([name, [is, must]]) =>
    isOptional(settings[name], is) ? [] : [`${name} ${must}`],
  );
  if (settings.estate === 'demo' && !isKnown(externalId)) faults.push(`the demo estate has no account ${externalId}`);
  return faults;
}

export const settingsOf = (settings: Record<string, unknown>): SandboxSettings => ({ ...DEFAULTS, ...settings });

/** Under which the ledger keeps an account: one of the demo is not one that a person made, whatever its id. */
export const accountKey = (externalId: string, { estate }: Pick<SandboxSettings, 'estate'>) =>
  `${estate === 'demo' ? DEMO : 'own/'}${externalId}`;
