import { Injectable } from '@nestjs/common';
import { Clock } from '#common';
import type { CloudAction } from '../action.js';
import type {
  CloudAccess,
  CloudConnection,
  CloudPlugin,
  CloudResource,
  FoundAccount,
  Listing,
  Measurement,
} from '../cloud.js';
import { textAt } from '../json.js';
import { accessOf, EXAMPLE, faultsOf } from './access.js';
import { actOn } from './act.js';
import { billsOf } from './bills.js';
import { checkOf } from './check.js';
import { AzureClient } from './client.js';
import { credentialOf } from './credential.js';
import { listingsOf, resourcesOf, type Counted } from './listing.js';
import { samplesOf } from './metrics.js';

/** Microsoft Azure; an account is a subscription. */
@Injectable()
export class AzureCloud implements CloudPlugin {
  readonly id = 'azure';
  readonly title = 'Microsoft Azure';
  readonly description =
    'Resources from Resource Graph and Resource Manager, utilisation from Azure Monitor, FOCUS exports of Cost Management from Blob Storage';
  readonly example = EXAMPLE;

  constructor(private readonly clock: Clock) {}

  faults(access: CloudAccess): string[] {
    return faultsOf(access);
  }

  async connect(given: CloudAccess): Promise<CloudConnection> {
    const access = accessOf(given);
    return new AzureConnection(await AzureClient.open(access, await credentialOf(access)), this.clock);
  }
}

class AzureConnection implements CloudConnection {
  private counted?: Counted;

  constructor(
    private readonly client: AzureClient,
    private readonly clock: Clock,
  ) {}

  check(signal: AbortSignal) {
    return checkOf(this.client, signal);
  }

  /** The subscriptions that are in use of those that the identity may see. */
  async *accounts(signal: AbortSignal): AsyncIterable<FoundAccount> {
    const { tenantId, clientId } = this.client.access;
    const found = await this.client.whole({ path: '/subscriptions', api: '2022-12-01' }, signal);
    for (const each of Array.isArray(found) ? found : []) {
      const externalId = textAt(each, 'subscriptionId');
      if (!externalId || /^(disabled|deleted)$/i.test(textAt(each, 'state') ?? '')) continue;
      const settings = { tenantId: textAt(each, 'tenantId') ?? tenantId, ...(clientId && { clientId }) };
      yield { externalId, name: textAt(each, 'displayName') ?? externalId, settings };
    }
  }

  async listings(signal: AbortSignal) {
    this.counted = await listingsOf(this.client, signal);
    return { listings: this.counted.listings, unreachable: [] };
  }

  /** What the count has just found to hold nothing is not asked again. */
  async *list(listing: Listing, signal: AbortSignal): AsyncIterable<CloudResource> {
    signal.throwIfAborted();
    const spellings = this.counted?.spellings(listing.region);
    if (this.counted?.holds(listing) ?? true) yield* resourcesOf(this.client, listing, { spellings, signal });
  }

  measure(question: Measurement, signal: AbortSignal) {
    return samplesOf(this.client, question, signal);
  }

  bills(signal: AbortSignal) {
    return billsOf(this.client, signal);
  }

  act(action: CloudAction, { dryRun }: { dryRun: boolean }, signal: AbortSignal) {
    return actOn(this.client, action, { dryRun, now: this.clock.now(), signal });
  }

  close(): void {
    // The pipelines keep no connection of their own.
  }
}
