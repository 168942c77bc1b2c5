import { invalid, type Scope } from '#common';
import type { ScopeInput } from './scope.input.js';

/** A scope as it is stored and told: one of the three words. */
export type ToldScope =
  { all: true } | { accounts: readonly string[] } | { tag: { key: string; values: readonly string[] } };

const sorted = (words: readonly string[]) => [...new Set(words)].sort();

/** In one way of saying it, so that the same scope is the same text. */
export function toldScope({ all, accounts, tag }: ScopeInput): ToldScope {
  if (all) return { all };
  if (accounts) return { accounts: sorted(accounts) };
  if (tag) return { tag: { key: tag.key, values: sorted(tag.values) } };
  throw invalid('scope', 'must be one of {all: true}, {accounts: [...]}, {tag: {key, values}}');
}

export const EVERYTHING: ToldScope = { all: true };

export function scopeOf(told: ToldScope): Scope {
  if ('all' in told) return { kind: 'all' };
  if ('accounts' in told) return { kind: 'accounts', accounts: told.accounts };
  return { kind: 'tag', ...told.tag };
}
