import { deletion } from './deletion.js';
import { at, kindOfSize, says, state, textOf, type Deed, type Doing, type Rule } from './rule.js';

const INSTANCE = ['AWS::EC2::Instance', 'Microsoft.Compute/virtualMachines', 'compute.googleapis.com/Instance'];
const DATABASE = ['AWS::RDS::DBInstance', 'sqladmin.googleapis.com/Instance'];
const SIZED = [...DATABASE, 'Microsoft.Sql/servers/databases'];

/** A machine that is off by itself, outside its hours, is kept running from then on. */
const start = ({ seen }: Doing): Deed =>
  seen?.isRunning ? {} : { power: seen?.facts.power === 'off' ? turnedOn(seen) : 'on' };

const turnedOn = ({ fleet }: NonNullable<Doing['seen']>) =>
  fleet.rhythm === 'office' || fleet.rhythm === 'nightly' ? 'on' : 'auto';

const stop = ({ seen }: Doing): Deed => (seen?.isRunning || seen?.facts.power === 'on' ? { power: 'off' } : {});

const SIZES = ['InstanceType', 'DBInstanceClass', 'properties.hardwareProfile.vmSize', 'machineType', 'settings.tier'];

/** Where the API of each cloud says how large a thing is. */
const size: Rule['about'] = (thing) => {
  const path = [...SIZES, 'properties.currentServiceObjectiveName'].find((one) => at(thing, one) !== undefined);
  return {
    size: String(path && at(thing, path))
      .split('/')
      .at(-1),
  };
};

const resize = (doing: Doing): Deed => ({ kind: kindOfSize(doing, textOf(doing, 'size')) });

export const MACHINES: Readonly<Record<string, readonly Rule[]>> = {
  'instance.start': [{ types: INSTANCE, about: state, deed: start }],
  'instance.stop': [{ types: INSTANCE, about: state, deed: stop }],
  'instance.resize': [{ types: INSTANCE, about: size, deed: resize }],
  'instance.terminate': [deletion(INSTANCE)],
  'instance.require_imdsv2': [
    {
      types: ['AWS::EC2::Instance'],
      about: says('MetadataOptions.HttpTokens'),
      deed: () => ({ configuration: { MetadataOptions: { HttpTokens: 'required' } } }),
    },
  ],
  'database.start': [{ types: DATABASE, about: state, deed: start }],
  'database.stop': [{ types: DATABASE, about: state, deed: stop }],
  'database.resize': [{ types: SIZED, about: size, deed: resize }],
  'database.make_private': [
    {
      types: ['AWS::RDS::DBInstance'],
      about: says('PubliclyAccessible'),
      deed: () => ({ configuration: { PubliclyAccessible: false } }),
    },
    {
      types: ['Microsoft.Sql/servers'],
      about: says('properties.publicNetworkAccess'),
      deed: () => ({ configuration: { properties: { publicNetworkAccess: 'Disabled' } } }),
    },
    {
      types: ['sqladmin.googleapis.com/Instance'],
      about: says('settings.ipConfiguration.ipv4Enabled', 'settings.ipConfiguration.authorizedNetworks'),
      deed: () => ({
        configuration: { settings: { ipConfiguration: { ipv4Enabled: false, authorizedNetworks: [] } } },
      }),
    },
  ],
};
