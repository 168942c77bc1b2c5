import { Injectable } from '@nestjs/common';
import { Clock } from '#common';
import type { CloudAction } from '../action.js';
import type { CloudAccess, CloudConnection, CloudPlugin, CloudResource, Listing, Measurement } from '../cloud.js';
import { accessOf, EXAMPLE, faultsOf } from './access.js';
import { actOn } from './act.js';
import { billsOf } from './bills.js';
import { checkOf } from './check.js';
import { GcpClient } from './client.js';
import { accountsOf, listingsOf, resourcesOf, type Counted } from './listing.js';
import { samplesOf } from './metrics.js';

/** Google Cloud; an account is a project. */
@Injectable()
export class GcpCloud implements CloudPlugin {
  readonly id = 'gcp';
  readonly title = 'Google Cloud';
  readonly description =
    'Resources from Cloud Asset Inventory, utilisation from Cloud Monitoring, bills from the FOCUS view in BigQuery or files in Cloud Storage';
  readonly example = EXAMPLE;

  constructor(private readonly clock: Clock) {}

  faults(access: CloudAccess): string[] {
    return faultsOf(access);
  }

  async connect(given: CloudAccess): Promise<CloudConnection> {
    return new GcpConnection(await GcpClient.open(accessOf(given)), this.clock);
  }
}

class GcpConnection implements CloudConnection {
  private counted?: Counted;

  constructor(
    private readonly client: GcpClient,
    private readonly clock: Clock,
  ) {}

  check(signal: AbortSignal) {
    return checkOf(this.client, signal);
  }

  accounts(signal: AbortSignal) {
    return accountsOf(this.client, signal);
  }

  async listings(signal: AbortSignal) {
    this.counted = await listingsOf(this.client, signal);
    return { listings: this.counted.listings, unreachable: [] };
  }

  /** What the inventory has just told to hold nothing is not asked again. */
  async *list(listing: Listing, signal: AbortSignal): AsyncIterable<CloudResource> {
    signal.throwIfAborted();
    if (this.counted?.holds(listing) ?? true) yield* resourcesOf(this.client, listing, signal);
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
    this.client.close();
  }
}
