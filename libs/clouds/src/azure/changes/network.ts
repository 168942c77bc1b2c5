import { createHash } from 'node:crypto';
import { insist, ruleOf, type RuleWish, type Wish } from '../../change.js';
import { at, isJson, listAt, textAt, type Json } from '../../json.js';
import { deleted, type Change, type Found, type Changes } from './change.js';

const GROUP = 'Microsoft.Network/networkSecurityGroups';
const ADDRESS = 'Microsoft.Network/publicIPAddresses';
const API = '2024-05-01';
const ANYWHERE = new Set(['*', '0.0.0.0/0', 'internet', 'any']);
const PROTOCOLS = { tcp: 'Tcp', udp: 'Udp', all: '*' } as const;

const sameSource = (one: string, other: string) =>
  one.toLowerCase() === other.toLowerCase() || (ANYWHERE.has(one.toLowerCase()) && ANYWHERE.has(other.toLowerCase()));

const portsOf = ({ fromPort, toPort }: RuleWish) =>
  fromPort === 0 && toPort === 65_535 ? '*' : fromPort === toPort ? String(fromPort) : `${fromPort}-${toPort}`;

const samePorts = (one: string, wish: RuleWish) => one === portsOf(wish) || one === `${wish.fromPort}-${wish.toPort}`;

/** A rule has one value, or a list of them, in two properties. */
const valuesOf = (rule: Json, one: string, many: string): string[] => [
  ...(textAt(rule, `properties.${one}`) ? [textAt(rule, `properties.${one}`)!] : []),
  ...listAt(rule, `properties.${many}`).map(String),
];
const sourcesOf = (rule: Json) => valuesOf(rule, 'sourceAddressPrefix', 'sourceAddressPrefixes');
const rangesOf = (rule: Json) => valuesOf(rule, 'destinationPortRange', 'destinationPortRanges');

const rulesOf = (found: Found): Json[] => listAt(found, 'properties.securityRules').filter(isJson);

/** The rules that let in exactly what is named, alone or among others. */
const letIn = (found: Found, wish: RuleWish) =>
  rulesOf(found).filter(
    (rule) =>
      textAt(rule, 'properties.access') === 'Allow' &&
      textAt(rule, 'properties.direction') === 'Inbound' &&
      textAt(rule, 'properties.protocol')?.toLowerCase() === PROTOCOLS[wish.protocol].toLowerCase() &&
      rangesOf(rule).some((range) => samePorts(range, wish)) &&
      sourcesOf(rule).some((source) => sameSource(source, wish.source)),
  );

const show = (wish: RuleWish, isLetIn: boolean) => ({ rule: isLetIn ? { ...wish } : null });

/** Takes the source out of a rule with several, the ports out of one with several, else the whole rule. */
function without(rule: Json, wish: RuleWish, asked: Wish) {
  const path = `/securityRules/${encodeURIComponent(textAt(rule, 'name') ?? '')}`;
  const sources = sourcesOf(rule).filter((source) => !sameSource(source, wish.source));
  const ranges = rangesOf(rule).filter((range) => !samePorts(range, wish));
  insist(
    !sources.length || !ranges.length,
    asked,
    `rule ${textAt(rule, 'name')} has several sources and several ports`,
  );
  if (!sources.length && !ranges.length) return { method: 'DELETE' as const, path };
  const properties = {
    ...(isJson(rule.properties) && rule.properties),
    sourceAddressPrefix: undefined,
    destinationPortRange: undefined,
    sourceAddressPrefixes: sources.length ? sources : sourcesOf(rule),
    destinationPortRanges: ranges.length ? ranges : rangesOf(rule),
  };
  return { method: 'PUT' as const, path, body: { properties } };
}

const revoke: Change = {
  permissions: [`${GROUP}/securityRules/write`, `${GROUP}/securityRules/delete`],
  api: API,
  look: (found, wish) => show(ruleOf(wish), letIn(found, ruleOf(wish)).length > 0),
  want: (found, wish) => {
    letIn(found, ruleOf(wish)).forEach((rule) => without(rule, ruleOf(wish), wish));
    return show(ruleOf(wish), false);
  },
  steps: (found, wish) => letIn(found, ruleOf(wish)).map((rule) => without(rule, ruleOf(wish), wish)),
};

/** The first number from 1000 on that no rule has: what exists goes before. */
function freePriority(found: Found): number {
  const taken = new Set(rulesOf(found).map((rule) => at(rule, 'properties.priority')));
  let priority = 1000;
  while (taken.has(priority)) priority++;
  return priority;
}

const authorize: Change = {
  permissions: [`${GROUP}/securityRules/write`],
  api: API,
  look: (found, wish) => show(ruleOf(wish), letIn(found, ruleOf(wish)).length > 0),
  want: (_, wish) => show(ruleOf(wish), true),
  steps: (found, wish) => {
    const rule = ruleOf(wish);
    const digest = createHash('sha256').update(JSON.stringify(rule)).digest('hex').slice(0, 12);
    const properties = {
      access: 'Allow',
      direction: 'Inbound',
      priority: freePriority(found),
      protocol: PROTOCOLS[rule.protocol],
      sourceAddressPrefix: rule.source,
      sourcePortRange: '*',
      destinationAddressPrefix: '*',
      destinationPortRange: portsOf(rule),
    };
    return [{ method: 'PUT', path: `/securityRules/cloudgov-${digest}`, body: { properties } }];
  },
};

export const NETWORK_CHANGES: Changes = {
  'security_group.revoke': { [GROUP.toLowerCase()]: revoke },
  'security_group.authorize': { [GROUP.toLowerCase()]: authorize },
  'address.release': {
    [ADDRESS.toLowerCase()]: deleted(ADDRESS, API, (found, wish) =>
      insist(
        !at(found, 'properties.ipConfiguration') && !at(found, 'properties.natGateway'),
        wish,
        'the address is in use',
      ),
    ),
  },
};
