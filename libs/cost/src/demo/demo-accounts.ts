import { Injectable } from '@nestjs/common';
import { demoAccounts, Ledger } from '#clouds';
import type { Caller, Day } from '#common';
import { InventoryWriter, SyncsService } from '#inventory';

/** The accounts of the demo estate, in the inventory and in the cloud that simulates them. */
@Injectable()
export class DemoAccounts {
  constructor(
    private readonly inventory: InventoryWriter,
    private readonly sandbox: Ledger,
    private readonly syncs: SyncsService,
  ) {}

  /** As they were made on that day, whatever was done to them; what they run is asked of them at once. */
  async plant(caller: Caller, createdOn: Day): Promise<void> {
    const accounts = demoAccounts(createdOn);
    await this.sandbox.forgetDemo();
    await this.inventory.plantDemo(accounts);
    await this.syncs.start(caller, { accountIds: accounts.map(({ externalId }) => externalId) });
  }

  async remove(): Promise<void> {
    await this.inventory.removeDemo();
    await this.sandbox.forgetDemo();
  }
}
