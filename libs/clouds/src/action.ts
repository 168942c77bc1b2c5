/** What an action is done to. */
export interface ActionTarget {
  nativeId: string;
  type: string;
  region: string;
}

/** How an action is described, once for all clouds; what is not undone by `undoneBy` cannot be undone. */
interface ActionFacts {
  title: string;
  /** Each parameter with what it says. */
  parameters: Record<string, string>;
  undoneBy?: string;
}

/** Every typed change that a cloud can be asked for. Its name says the kind of thing and the verb. */
export const ACTIONS = {
  'resource.tag': { title: 'Set tags', parameters: { tags: 'key to value' }, undoneBy: 'resource.untag' },
  'resource.untag': { title: 'Remove tags', parameters: { keys: 'the keys' }, undoneBy: 'resource.tag' },
  'instance.start': { title: 'Start an instance', parameters: {}, undoneBy: 'instance.stop' },
  'instance.stop': { title: 'Stop an instance', parameters: {}, undoneBy: 'instance.start' },
  'instance.resize': {
    title: 'Change the size of an instance; one that runs is stopped and started',
    parameters: { size: 'the size in the cloud’s own words, such as m7g.large' },
    undoneBy: 'instance.resize',
  },
  'instance.terminate': { title: 'Delete an instance', parameters: {} },
  'instance.require_imdsv2': { title: 'Let metadata be read by tokens only', parameters: {} },
  'volume.snapshot': { title: 'Take a snapshot of a volume', parameters: {}, undoneBy: 'snapshot.delete' },
  'volume.delete': { title: 'Delete a volume that is attached to nothing', parameters: {} },
  'volume.modify': {
    title: 'Change the type of a volume',
    parameters: { type: 'such as gp3' },
    undoneBy: 'volume.modify',
  },
  'snapshot.delete': { title: 'Delete a snapshot', parameters: {} },
  'address.release': { title: 'Release an address that is used by nothing', parameters: {} },
  'security_group.revoke': {
    title: 'Take one rule for incoming traffic out of a security group',
    parameters: { protocol: 'tcp, udp or all', fromPort: 'first port', toPort: 'last port', source: 'a CIDR block' },
    undoneBy: 'security_group.authorize',
  },
  'security_group.authorize': {
    title: 'Put one rule for incoming traffic into a security group',
    parameters: { protocol: 'tcp, udp or all', fromPort: 'first port', toPort: 'last port', source: 'a CIDR block' },
    undoneBy: 'security_group.revoke',
  },
  'bucket.block_public_access': { title: 'Let nobody read a bucket without signing in', parameters: {} },
  'bucket.encrypt': { title: 'Encrypt what a bucket holds by default', parameters: {} },
  'bucket.lifecycle': {
    title: 'Move old objects of a bucket to cheaper storage',
    parameters: { afterDays: 'days', storageClass: 'such as STANDARD_IA' },
  },
  'key.enable_rotation': { title: 'Rotate a key each year', parameters: {} },
  'access_key.deactivate': {
    title: 'Let an access key no longer be used',
    parameters: {},
    undoneBy: 'access_key.activate',
  },
  'access_key.activate': {
    title: 'Let an access key be used again',
    parameters: {},
    undoneBy: 'access_key.deactivate',
  },
  'database.start': { title: 'Start a database', parameters: {}, undoneBy: 'database.stop' },
  'database.stop': { title: 'Stop a database', parameters: {}, undoneBy: 'database.start' },
  'database.resize': {
    title: 'Change the size of a database',
    parameters: { size: 'such as db.t4g.large' },
    undoneBy: 'database.resize',
  },
  'database.make_private': { title: 'Take a database off the public network', parameters: {} },
  'log_group.retain': {
    title: 'Keep the logs of a group for some days',
    parameters: { days: 'days' },
    undoneBy: 'log_group.retain',
  },
} as const satisfies Record<string, ActionFacts>;

export type ActionId = keyof typeof ACTIONS;

export interface CloudAction {
  action: ActionId;
  target: ActionTarget;
  parameters?: Record<string, unknown>;
}

/** What an action has done, would do, or needs not do; before and after show only what it changes. */
export interface Effect {
  outcome: 'done' | 'would' | 'already';
  before: Record<string, unknown>;
  after: Record<string, unknown>;
}
