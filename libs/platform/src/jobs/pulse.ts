import { Bell } from './bell.js';

/**
 * Work that is repeated, once a while and whenever it is woken, never twice at the same time. It always runs in the
 * context in which it was started, so that whoever wakes it from within a transaction does not draw it in there.
 */
export class Pulse {
  private readonly bell = new Bell();
  private isStopped = false;
  private beating?: Promise<void>;

  constructor(
    private readonly work: () => Promise<void>,
    private readonly everyMs: number,
  ) {}

  start() {
    this.beating = this.beat();
  }

  wake() {
    this.bell.ring();
  }

  /** Resolves when the last turn has ended. */
  async stop() {
    this.isStopped = true;
    this.bell.ring();
    await this.beating;
  }

  private async beat() {
    while (!this.isStopped) {
      await this.work();
      await this.bell.wait(this.isStopped ? 0 : this.everyMs);
    }
  }
}
