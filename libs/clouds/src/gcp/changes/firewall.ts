import { insist, ruleOf, type RuleWish, type Wish } from '../../change.js';
import { at, isJson, listAt, textAt, type Json } from '../../json.js';
import type { Change, Changes, Found } from './change.js';

const FIREWALL = 'compute.googleapis.com/Firewall';
const PERMISSIONS = ['compute.firewalls.get', 'compute.firewalls.update', 'compute.networks.updatePolicy'];

const portsOf = ({ fromPort, toPort }: RuleWish) => (fromPort === toPort ? String(fromPort) : `${fromPort}-${toPort}`);
const isEveryPort = ({ fromPort, toPort }: RuleWish) => fromPort === 0 && toPort === 65_535;

const entriesOf = (found: Found): Json[] => listAt(found, 'allowed').filter(isJson);
const sourcesOf = (found: Found) => listAt(found, 'sourceRanges').map(String);

/** An entry without ports lets in every port. */
const lets = (entry: Json, wish: RuleWish) =>
  textAt(entry, 'IPProtocol')?.toLowerCase() === wish.protocol &&
  (Array.isArray(entry.ports) ? listAt(entry, 'ports').includes(portsOf(wish)) : isEveryPort(wish));

const isOpen = (found: Found, wish: RuleWish) =>
  textAt(found, 'direction') !== 'EGRESS' &&
  at(found, 'disabled') !== true &&
  sourcesOf(found).includes(wish.source) &&
  entriesOf(found).some((entry) => lets(entry, wish));

const show = (wish: RuleWish, isLetIn: boolean) => ({ rule: isLetIn ? { ...wish } : null });

/** What it lets in, less what is named. */
function entriesWithout(found: Found, wish: RuleWish): Json[] {
  return entriesOf(found).flatMap((entry) => {
    if (!lets(entry, wish)) return [entry];
    const ports = listAt(entry, 'ports').filter((port) => port !== portsOf(wish));
    return ports.length ? [{ ...entry, ports }] : [];
  });
}

/** Takes the source out, or the ports; a rule that is nothing else is switched off, so that it can be switched on again. */
function without(found: Found, wish: Wish): object {
  const rule = ruleOf(wish);
  const sources = sourcesOf(found).filter((source) => source !== rule.source);
  const allowed = entriesWithout(found, rule);
  insist(!sources.length || !allowed.length, wish, 'the firewall rule has several sources and several ports');
  if (sources.length) return { sourceRanges: sources };
  return allowed.length ? { allowed } : { disabled: true };
}

const entryFor = (wish: RuleWish): Json => ({
  IPProtocol: wish.protocol,
  ...(!isEveryPort(wish) && { ports: [portsOf(wish)] }),
});

/** Switches the rule on, or adds a source to the same ports, or ports to the same source. */
function including(found: Found, wish: Wish): object {
  const rule = ruleOf(wish);
  if (at(found, 'disabled') === true) {
    insist(isOpen({ ...found, disabled: false }, rule), wish, 'the rule is switched off, and says something else');
    return { disabled: false };
  }
  const sources = sourcesOf(found);
  const hasPorts = entriesOf(found).length > 0 && entriesWithout(found, rule).length === 0;
  insist(hasPorts || (sources.length === 1 && sources[0] === rule.source), wish, 'it would let in more than is named');
  if (hasPorts) return { sourceRanges: [...sources, rule.source] };
  return { allowed: [...entriesOf(found), entryFor(rule)] };
}

const changed = (isLetIn: boolean, body: (found: Found, wish: Wish) => object): Change => ({
  permissions: PERMISSIONS,
  look: (found, wish) => show(ruleOf(wish), isOpen(found, ruleOf(wish))),
  want: (found, wish) => {
    if (isOpen(found, ruleOf(wish)) !== isLetIn) body(found, wish);
    return show(ruleOf(wish), isLetIn);
  },
  steps: (found, wish) => [{ method: 'PATCH', path: '', body: body(found, wish) }],
});

export const FIREWALL_CHANGES: Changes = {
  'security_group.revoke': { [FIREWALL]: changed(false, without) },
  'security_group.authorize': { [FIREWALL]: changed(true, including) },
};
