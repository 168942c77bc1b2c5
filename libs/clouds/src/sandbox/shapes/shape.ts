import type { CloudRelation, CloudResource } from '../../cloud.js';
import type { Facts } from '../changes.js';
import type { Resident } from '../estate/deployment.js';
import type { Kind } from '../estate/kind.js';
import type { Payer, SubAccount } from '../estate/organisation.js';
import { hashOf, hexOf, nameHash } from '../estate/random.js';

/** A resident at one instant, with what was done to it. */
export interface Seen extends Resident {
  facts: Facts;
  /** As it is now: of the size that it was changed to. */
  current: Kind;
  isRunning: boolean;
  createdAt: Date;
}

/** One account at one instant: what shapes may look at besides the thing itself. */
export interface Scene {
  cloud: Payer['provider'];
  account: SubAccount;
  at: Date;
  /** Applications that run in the account. */
  applications: readonly string[];
  /** Ids of the servers that databases lie on, in Azure. */
  databaseServers: readonly string[];
  /** The day of the story from which it is told: that on which the estate was made. */
  told: number;
  /** Midnight of a day of the story. */
  day: (t: number) => Date;
  /** The machine that a disk hangs on; undefined where on none. */
  machineOf: (disk: Resident) => Seen | undefined;
  disksOf: (machine: Resident) => readonly Seen[];
  /** Load balancers of the account. */
  balancers: readonly Seen[];
  /** The machines behind a load balancer. */
  targetsOf: (balancer: Resident) => readonly Seen[];
  /** The configuration with what actions have changed in it. */
  configured: (nativeId: string, configuration: Record<string, unknown>) => Record<string, unknown>;
}

/** What a cloud's API tells of a resident, beside what its bill does. */
export interface Shown {
  type: string;
  configuration: Record<string, unknown>;
  /** `active` where it says nothing. */
  state?: string;
  relations?: CloudRelation[];
  /** Where the API tells another than the bill. */
  region?: string;
}

export type Shape = (seen: Seen, scene: Scene) => Shown;

/** Shapes by `service/type`, as the price list words them. */
export type Shapes = Readonly<Record<string, Shape>>;

/** What an account has besides what it is billed for: networks, rules, people, keys. */
export type Fixtures = (scene: Scene) => CloudResource[];

/** A number that belongs to these words for good. */
export const seedOf = (...words: string[]) => hashOf(nameHash(words.join('/')), words.length);

/** Hexadecimal digits that belong to these words for good. */
export const hexFor = (length: number, ...words: string[]) => hexOf(seedOf(...words), 0, length);

export const related = (kind: string, nativeIds: readonly string[]): CloudRelation[] =>
  nativeIds.map((nativeId) => ({ kind, nativeId }));

export const iso = (at: Date) => at.toISOString().replace('.000Z', 'Z');
