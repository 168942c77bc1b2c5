import { setImmediate as turn } from 'node:timers/promises';
import type { Database } from './database.js';
import { everything } from './viewer.js';

/**
 * One look at the database for all who want to know the same in one turn of the event loop. The look begins after each
 * of them has asked, so nobody is told what was true before. It sees everything, whoever asked first.
 */
export class Shared<T> {
  private coming?: Promise<T>;
  private readonly look: () => Promise<T>;

  constructor(
    private readonly db: Pick<Database, 'isInTransaction'>,
    look: () => Promise<T>,
  ) {
    this.look = () => everything(look);
  }

  now(): Promise<T> {
    // What a transaction sees is its own.
    if (this.db.isInTransaction) return this.look();
    this.coming ??= turn().then(() => {
      this.coming = undefined;
      return this.look();
    });
    return this.coming;
  }
}
