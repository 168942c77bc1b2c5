import { isDeepStrictEqual } from 'node:util';
import { at, refuse, textOf, type Doing, type Rule } from './rule.js';

/** One rule for incoming traffic, as an action names it. */
interface Traffic {
  protocol: string;
  fromPort: number;
  toPort: number;
  source: string;
}

const PROTOCOLS = ['tcp', 'udp', 'all'];

function trafficOf(doing: Doing): Traffic {
  const protocol = textOf(doing, 'protocol').toLowerCase();
  const source = textOf(doing, 'source');
  const [fromPort, toPort] = [doing.parameters.fromPort, doing.parameters.toPort].map(Number) as [number, number];
  if (!PROTOCOLS.includes(protocol)) throw refuse(doing.action, `protocol must be one of ${PROTOCOLS.join(', ')}`);
  const arePorts = Number.isInteger(fromPort) && Number.isInteger(toPort) && 0 <= fromPort && fromPort <= toPort;
  if (protocol !== 'all' && !(arePorts && toPort <= 65_535))
    throw refuse(doing.action, 'fromPort and toPort must be ports');
  return { protocol, fromPort, toPort, source };
}

type Item = Record<string, unknown>;

/** How one cloud writes rules, in a list at a path of the configuration. */
interface Writing {
  type: string;
  path: string;
  /** The list without, or with, the rule. */
  without: (items: Item[], traffic: Traffic) => Item[];
  written: (traffic: Traffic, items: Item[]) => Item;
}

const items = (doing: Doing, path: string) => (at(doing.thing, path) ?? []) as Item[];

const nested = (path: string, value: unknown): Record<string, unknown> =>
  path.split('.').reduceRight<unknown>((inner, key) => ({ [key]: inner }), value) as Record<string, unknown>;

const has = ({ without }: Writing, known: Item[], traffic: Traffic) =>
  !isDeepStrictEqual(without(known, traffic), known);

function rules(writing: Writing): { revoke: Rule; authorize: Rule } {
  const about: Rule['about'] = (thing) => ({ [writing.path]: at(thing, writing.path) });
  const change = (value: Item[]) => ({ configuration: nested(writing.path, value) });
  return {
    revoke: {
      types: [writing.type],
      about,
      deed: (doing) => change(writing.without(items(doing, writing.path), trafficOf(doing))),
    },
    authorize: {
      types: [writing.type],
      about,
      deed: (doing) => {
        const [known, traffic] = [items(doing, writing.path), trafficOf(doing)];
        return has(writing, known, traffic) ? {} : change([...known, writing.written(traffic, known)]);
      },
    },
  };
}

const awsProtocol = (protocol: string) => (protocol === 'all' ? '-1' : protocol);

const isAws = (item: Item, { protocol, fromPort, toPort }: Traffic) =>
  item.IpProtocol === awsProtocol(protocol) &&
  (protocol === 'all' || (item.FromPort === fromPort && item.ToPort === toPort));

const cidrs = (item: Item) => item.IpRanges as { CidrIp: string }[];

export const AWS_RULES = rules({
  type: 'AWS::EC2::SecurityGroup',
  path: 'IpPermissions',
  without: (known, traffic) =>
    known
      .map((item) =>
        isAws(item, traffic)
          ? { ...item, IpRanges: cidrs(item).filter(({ CidrIp }) => CidrIp !== traffic.source) }
          : item,
      )
      .filter((item) => cidrs(item).length > 0),
  written: ({ protocol, fromPort, toPort, source }) => ({
    IpProtocol: awsProtocol(protocol),
    ...(protocol !== 'all' && { FromPort: fromPort, ToPort: toPort }),
    IpRanges: [{ CidrIp: source }],
    Ipv6Ranges: [],
    PrefixListIds: [],
    UserIdGroupPairs: [],
  }),
});

const range = ({ protocol, fromPort, toPort }: Traffic) =>
  protocol === 'all' ? '*' : fromPort === toPort ? String(fromPort) : `${fromPort}-${toPort}`;

const azureProtocol = (protocol: string) =>
  protocol === 'all' ? '*' : `${protocol[0]!.toUpperCase()}${protocol.slice(1)}`;

export const AZURE_RULES = rules({
  type: 'Microsoft.Network/networkSecurityGroups',
  path: 'properties.securityRules',
  without: (known, traffic) =>
    known.filter(({ properties }) => {
      const rule = properties as Item;
      const isOne =
        rule.sourceAddressPrefix === traffic.source &&
        rule.destinationPortRange === range(traffic) &&
        rule.protocol === azureProtocol(traffic.protocol);
      return !(isOne && rule.direction === 'Inbound' && rule.access === 'Allow');
    }),
  written: (traffic, known) => ({
    name: `allow-${range(traffic) === '*' ? 'all' : range(traffic)}-${known.length}`,
    properties: {
      priority: Math.max(90, ...known.map(({ properties }) => Number((properties as Item).priority))) + 10,
      direction: 'Inbound',
      access: 'Allow',
      protocol: azureProtocol(traffic.protocol),
      sourceAddressPrefix: traffic.source,
      sourcePortRange: '*',
      destinationAddressPrefix: '*',
      destinationPortRange: range(traffic),
    },
  }),
});

/** A firewall of Google Cloud is one rule: what is taken away or put in is whom it lets in. */
const gcp = (change: (sources: string[], source: string) => string[]): Rule => ({
  types: ['compute.googleapis.com/Firewall'],
  about: (thing) => ({ sourceRanges: at(thing, 'sourceRanges') }),
  deed: (doing) => {
    const traffic = trafficOf(doing);
    const [allowed] = at(doing.thing, 'allowed') as { IPProtocol: string; ports?: string[] }[];
    if (allowed?.IPProtocol !== traffic.protocol || !allowed.ports?.includes(range(traffic)))
      throw refuse(doing.action, `the firewall is about ${allowed?.IPProtocol} ${allowed?.ports?.join(', ')}`);
    return { configuration: { sourceRanges: change(at(doing.thing, 'sourceRanges') as string[], traffic.source) } };
  },
});

export const GCP_RULES = {
  revoke: gcp((sources, source) => sources.filter((one) => one !== source)),
  authorize: gcp((sources, source) => (sources.includes(source) ? sources : [...sources, source])),
};
