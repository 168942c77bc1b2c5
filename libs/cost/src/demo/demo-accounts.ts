import { Injectable } from '@nestjs/common';
import { demoAccounts, Ledger } from '#clouds';
import type { Day } from '#common';
import { InventoryWriter } from '#inventory';

/** The accounts of the demo estate, in the inventory and in the cloud that simulates them. */
@Injectable()
export class DemoAccounts {
  constructor(
    private readonly inventory: InventoryWriter,
    private readonly sandbox: Ledger,
  ) {}

  /** As they were made on that day, whatever was done to them. */
  async plant(createdOn: Day): Promise<void> {
    await this.sandbox.forgetDemo();
    await this.inventory.plantDemo(demoAccounts(createdOn));
  }

  async remove(): Promise<void> {
    await this.inventory.removeDemo();
    await this.sandbox.forgetDemo();
  }
}
