import type { Change } from './changes.js';

/** How the keys of the demo estate's accounts begin. */
export const DEMO = 'demo/';

/** What actions have done to the accounts of the sandbox, kept for good. */
export abstract class Ledger {
  /** Changes of these accounts (as `accountKey` names them), in the order in which they were made. */
  abstract of(accounts: readonly string[]): Promise<Change[]>;
  abstract add(account: string, change: Change): Promise<void>;
  /** Lets every account of the demo estate be as it was made. */
  abstract forgetDemo(): Promise<void>;
}

/** Kept as long as the process lives. */
export class MemoryLedger extends Ledger {
  #changes: [account: string, change: Change][] = [];

  override of(accounts: readonly string[]) {
    const ours = this.#changes.filter(([account]) => accounts.includes(account));
    return Promise.resolve(ours.map(([, change]) => change));
  }

  override add(account: string, change: Change) {
    this.#changes.push([account, change]);
    return Promise.resolve();
  }

  override forgetDemo() {
    this.#changes = this.#changes.filter(([account]) => !account.startsWith(DEMO));
    return Promise.resolve();
  }
}
