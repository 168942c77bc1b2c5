import { Injectable } from '@nestjs/common';
import { DomainError, type Caller } from '#common';
import { Changes, Signals, type LiveRows } from '#platform';
import type { InventorySync } from './inventory-sync.view.js';
import { SyncsService } from './syncs.service.js';

/** Syncs as they change. */
@Injectable()
export class SyncChanges {
  constructor(
    private readonly changes: Changes,
    private readonly signals: Signals,
    private readonly syncs: SyncsService,
  ) {}

  /**
   * Those that the caller may see, each whenever it has changed; where `id` is given that one alone, first as it is
   * now. Throws `NOT_FOUND` where the caller may not see it.
   */
  async follow(caller: Caller, id?: string): Promise<LiveRows<InventorySync>> {
    if (id !== undefined) await this.syncs.get(caller, id);
    const isWanted = (each: string) => id === undefined || id === each;
    const rows = await this.changes.follow('inventory_sync', async (each) =>
      isWanted(each) ? this.find(caller, each) : undefined,
    );
    // A run that is cancelled says nothing in the row of its sync, which has its id.
    rows.onEnd(this.signals.on('ended', (run) => rows.push(run)));
    if (id !== undefined) rows.push(id);
    return rows;
  }

  /** Undefined for what the caller may not see, and for a run of another job. */
  private async find(caller: Caller, id: string): Promise<InventorySync | undefined> {
    try {
      return await this.syncs.get(caller, id);
    } catch (error) {
      if (error instanceof DomainError && error.code === 'NOT_FOUND') return undefined;
      throw error;
    }
  }
}
