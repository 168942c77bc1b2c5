import { performance } from 'node:perf_hooks';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Database } from '#data';
import { Signals } from '#platform';

const FRESH_MS = 1_000;
const MOST = 10_000;
const TOPIC = 'access';

interface Entry {
  made: Promise<unknown>;
  at: number;
}

/**
 * Who may do what, remembered for a second, so that authorization does not cost a query per request. A change is known
 * at once in the process that made it; others hear of it by NOTIFY, and know it after a second in any case.
 */
@Injectable()
export class AccessMemory implements OnModuleInit {
  private readonly entries = new Map<string, Entry>();

  constructor(
    private readonly db: Database,
    private readonly signals: Signals,
  ) {}

  onModuleInit() {
    this.signals.on(TOPIC, () => this.forget());
  }

  /** What `look` found less than a second ago, counted from when it began to look. */
  of<T>(key: string, look: () => Promise<T>): Promise<T> {
    // What a transaction sees is its own.
    if (this.db.isInTransaction) return look();
    const now = performance.now();
    const known = this.entries.get(key);
    if (known && now - known.at < FRESH_MS) return known.made as Promise<T>;
    if (this.entries.size >= MOST) this.forget();
    const entry = { made: look(), at: now };
    this.entries.set(key, entry);
    entry.made.catch(() => this.entries.get(key) === entry && this.entries.delete(key));
    return entry.made;
  }

  /** A change of who may do what, in one transaction; whatever was known before is forgotten with it. */
  async changing<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await this.db.transaction(async () => {
        const done = await work();
        await this.signals.say(TOPIC, 'changed');
        return done;
      });
    } finally {
      this.forget();
    }
  }

  private forget() {
    this.entries.clear();
  }
}
