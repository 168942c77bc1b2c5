import { CloudError } from '../cloud-error.js';
import type {
  CloudConnection,
  CloudResource,
  CredentialCheck,
  FoundAccount,
  Listing,
  Measurement,
  Sample,
  Unreachable,
} from '../cloud.js';
import type { CloudAction, Effect } from '../action.js';
import type { FileStore } from '../file-store.js';
import type { AwsAccess } from './access.js';
import { act } from './act.js';
import { Ask } from './ask.js';
import { check } from './check.js';
import type { Clients } from './clients.js';
import { awsCode } from './errors.js';
import { identify, type Identity } from './identity.js';
import { measure } from './measure.js';
import { normalise } from './normalise.js';
import { KINDS } from './registry.js';
import { S3Store } from './s3-store.js';

const kindOf = new Map(KINDS.map((kind) => [kind.type, kind]));

/** One AWS account. Who it is is asked once; a failure is asked again. */
export class AwsConnection implements CloudConnection {
  private identity?: Promise<Identity>;
  private readonly stores: S3Store[] = [];

  constructor(
    private readonly access: AwsAccess,
    private readonly clients: Clients,
  ) {}

  async check(signal: AbortSignal): Promise<CredentialCheck> {
    const { arn } = await this.who(signal);
    return check(arn, await this.ask(this.access.home, signal), this.access.bills);
  }

  /** The other members of the organisation. Throws `CloudError` `unsupported` where another account manages it. */
  async *accounts(signal: AbortSignal): AsyncGenerator<FoundAccount> {
    const ask = await this.ask(this.access.home, signal);
    if (!(await managesOrganization(ask))) return;
    for await (const { Accounts = [] } of ask.pages('organizations', 'ListAccounts', {})) {
      const others = Accounts.filter(
        ({ Id, State, Status }) => Id !== ask.place.account && (State ?? Status) === 'ACTIVE',
      );
      for (const { Id = '', Name = Id } of others)
        yield { externalId: Id, name: Name, settings: this.memberSettings(ask.place.partition, Id) };
    }
  }

  async listings(signal: AbortSignal): Promise<{ listings: Listing[]; unreachable: Unreachable[] }> {
    const found = await this.regions(signal);
    const regions = Array.isArray(found) ? found : [this.access.home];
    const listings = KINDS.flatMap(({ type, isGlobal }) =>
      (isGlobal ? ['global'] : regions).map((region) => ({ region, type })),
    );
    return { listings, unreachable: Array.isArray(found) ? [] : [found] };
  }

  async *list({ type, region }: Listing, signal: AbortSignal): AsyncGenerator<CloudResource> {
    const kind = kindOf.get(type);
    if (!kind) throw new CloudError('unsupported', 'list', `${type} is no type that is listed`);
    const ask = await this.ask(kind.isGlobal ? this.access.home : region, signal);
    for await (const page of kind.source.read(ask)) {
      for (const found of page) yield normalise(kind, found, ask.place);
      signal.throwIfAborted();
    }
  }

  async *measure(question: Measurement, signal: AbortSignal): AsyncGenerator<Sample> {
    yield* measure(await this.ask(this.access.home, signal), question);
  }

  async bills(signal: AbortSignal): Promise<FileStore | undefined> {
    signal.throwIfAborted();
    if (!this.access.bills) return undefined;
    const store = await S3Store.open(this.access.bills, await this.clients.config(this.access.home));
    this.stores.push(store);
    return store;
  }

  async act(action: CloudAction, { dryRun }: { dryRun: boolean }, signal: AbortSignal): Promise<Effect> {
    const { region } = action.target;
    return act(await this.ask(region === 'global' ? this.access.home : region, signal), action, dryRun);
  }

  close() {
    this.clients.close();
    for (const store of this.stores) store.close();
  }

  /** The same role as ours, or the one that organisations make, in another account. */
  private memberSettings(partition: string, account: string): Record<string, string> {
    const { arn = ':role/OrganizationAccountAccessRole', externalId } = this.access.role ?? {};
    const name = arn.slice(arn.indexOf(':role/') + ':role/'.length);
    return { roleArn: `arn:${partition}:iam::${account}:role/${name}`, ...(externalId && { externalId }) };
  }

  private who(signal: AbortSignal): Promise<Identity> {
    return (this.identity ??= identify(this.clients, this.access, signal).catch((error: unknown) => {
      this.identity = undefined;
      throw error;
    }));
  }

  private async ask(region: string, signal: AbortSignal): Promise<Ask> {
    signal.throwIfAborted();
    const { place } = await this.who(signal);
    return new Ask(this.clients, { ...place, region }, signal);
  }

  /** Those that are opted in; where that may not be asked, why. */
  private async regions(signal: AbortSignal): Promise<string[] | Unreachable> {
    if (this.access.regions) return this.access.regions;
    const ask = await this.ask(this.access.home, signal);
    return ask.call('ec2', 'DescribeRegions', {}).then(
      ({ Regions = [] }) => Regions.map(({ RegionName = '' }) => RegionName).sort(),
      (error: unknown) => {
        if (!(error instanceof CloudError && error.kind === 'denied')) throw error;
        const reason = `which regions there are may not be asked (${error.operation}); name them in settings.regions`;
        return { region: 'others', reason };
      },
    );
  }
}

/** False for an account that is alone. */
async function managesOrganization(ask: Ask): Promise<boolean> {
  const answer = await ask.call('organizations', 'DescribeOrganization', {}).catch((error: unknown) => {
    if (awsCode(error) === 'AWSOrganizationsNotInUseException') return undefined;
    throw error;
  });
  const manager = answer?.Organization?.MasterAccountId;
  if (manager && manager !== ask.place.account)
    throw new CloudError('unsupported', 'organizations:ListAccounts', `the members are told to ${manager} alone`);
  return !!manager;
}
