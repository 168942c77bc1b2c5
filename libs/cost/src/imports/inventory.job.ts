import { Injectable } from '@nestjs/common';
import { Job, type JobContext } from '#platform';
import { BillInventory, INVENTORY_JOB } from './bill-inventory.js';

@Injectable()
export class InventoryJob {
  constructor(private readonly bills: BillInventory) {}

  @Job({
    name: INVENTORY_JOB,
    timeoutMs: 4 * 3600_000,
    attempts: 5,
    resumable: true,
    description: 'Writes the resources that a large bill names into the inventory.',
  })
  run(work: JobContext<{ importId: string }>) {
    return this.bills.takeInSlices(work);
  }
}
