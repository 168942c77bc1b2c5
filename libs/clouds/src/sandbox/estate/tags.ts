import type { Fleet } from './fleets.js';
import type { SubAccount } from './organisation.js';
import { fractionOf } from './random.js';

/** What the platform team's cost centre was called before the reorganisation. */
const COST_CENTER_BEFORE: Readonly<Record<string, string>> = { 'cc-3110': 'cc-2900', 'cc-3190': 'cc-2900' };

/** The tags of a resource: in a real estate some always lack a key, or all. */
export function tagsOf(account: SubAccount, fleet: Fleet, seed: number, isBefore: boolean): Record<string, string> {
  if (fleet.tags === 'none' && fractionOf(seed, 11) < 0.85) return {};
  const luck = fractionOf(seed, 12);
  if (fleet.tags === 'some' && luck < 0.4) return {};
  const costCenter = (isBefore && COST_CENTER_BEFORE[account.costCenter]) || account.costCenter;
  const tags: Record<string, string> = { team: account.team, env: account.env, application: fleet.application };
  if (luck > 0.12 && fleet.tags !== 'none') tags['cost-center'] = costCenter;
  if (luck > 0.9) tags.owner = `${account.team}-oncall@meridian.example`;
  return tags;
}
