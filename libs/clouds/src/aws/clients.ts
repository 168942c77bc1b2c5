import type { Clock } from '#common';
import { Sdk, type SdkClient, type ServiceId } from './sdk.js';
import type { AwsAccess } from './access.js';

interface Asked {
  sdk: Sdk;
  client: SdkClient;
}

const ATTEMPTS = 4;

/** The clients of one account, each made when it is first asked. */
export class Clients {
  private readonly made = new Map<string, Promise<Asked>>();
  private credentials?: Promise<unknown>;

  constructor(
    private readonly access: AwsAccess,
    private readonly clock: Clock,
  ) {}

  of(service: ServiceId, region: string): Promise<Asked> {
    const key = `${service} ${region}`;
    let made = this.made.get(key);
    if (!made) this.made.set(key, (made = this.make(service, region)));
    return made;
  }

  /** With which an S3 store of this account is opened. */
  async config(region: string): Promise<Record<string, unknown>> {
    const { endpoint } = this.access;
    return {
      region,
      credentials: await (this.credentials ??= credentialsOf(this.access, this.clock)),
      retryMode: 'adaptive',
      maxAttempts: ATTEMPTS,
      requestHandler: { connectionTimeout: 5_000, requestTimeout: 60_000 },
      ...(endpoint && { endpoint, forcePathStyle: true, disableHostPrefix: true }),
    };
  }

  close() {
    for (const made of this.made.values())
      void made.then(
        ({ client }) => client.destroy(),
        () => undefined,
      );
    this.made.clear();
  }

  private async make(service: ServiceId, region: string): Promise<Asked> {
    const sdk = await Sdk.load(service);
    const config = await this.config(region);
    return { sdk, client: sdk.client({ ...config, ...(service === 's3' && { followRegionRedirects: true }) }) };
  }
}

interface Taken {
  expiration?: Date;
}
type Provider = (options?: never) => Promise<Taken>;

const EARLY_MS = 5 * 60_000;

/** One role for all clients: without it each would take it on for itself. */
function shared(provider: Provider, clock: Clock): Provider {
  let taken: Promise<Taken> | undefined;
  return async (options) => {
    const mine = (taken ??= provider(options));
    const held = await mine.catch(() => undefined);
    if (held?.expiration && +held.expiration - +clock.now() > EARLY_MS) return held;
    if (taken === mine) taken = provider(options);
    return taken;
  };
}

/** The keys, the role that is taken on with them, or the ambient chain. */
async function credentialsOf({ role, keys, endpoint, home }: AwsAccess, clock: Clock): Promise<unknown> {
  if (!role && keys) return keys;
  const { fromNodeProviderChain, fromTemporaryCredentials } = await import('@aws-sdk/credential-providers');
  if (!role) return fromNodeProviderChain();
  const provider = fromTemporaryCredentials({
    params: { RoleArn: role.arn, ExternalId: role.externalId, RoleSessionName: 'cloudgov' },
    ...(keys && { masterCredentials: keys }),
    clientConfig: { region: home, ...(endpoint && { endpoint }) },
  });
  return shared(provider, clock);
}
