import type { Scope } from '#common';

/** A caller whose scope is a part of the estate. */
export interface PartCaller {
  name: string;
  /** By which the server without authorization tells callers apart. */
  token: string;
  scope: Scope;
  /** The same, as a token is asked for. */
  asked: object;
}

const ACCOUNTS = Array.from({ length: 10 }, (_, n) => `account-${n * 4}`);
const TAG = { key: 'team', values: ['team-3'] };

/** Whose costs have a limit. */
export const QUARTER: PartCaller = {
  name: 'a quarter',
  token: 'the-token-of-a-quarter',
  scope: { kind: 'accounts', accounts: ACCOUNTS },
  asked: { accounts: ACCOUNTS },
};

export const TEAM: PartCaller = {
  name: 'one team of 40',
  token: 'the-token-of-a-team',
  scope: { kind: 'tag', ...TAG },
  asked: { tag: TAG },
};
