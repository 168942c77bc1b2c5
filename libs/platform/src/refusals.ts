import { Injectable, Logger, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { Clock, idOf, type Caller } from '#common';
import { everything } from '#data';
import { Auditor } from './auditor.js';

/** A request, or whoever asks over a WebSocket. */
interface Asker {
  id: string;
  ip: string;
  caller?: Caller;
}

/** What was refused, and why. */
export interface Refusal {
  /** `GET /audit`, `Query.auditEntries`, `sign-in`. */
  operation: string;
  status: number;
  code: string;
  permission?: unknown;
  /** Why, in words without a secret. */
  note?: string;
}

interface Open {
  caller: Caller;
  refusal: Refusal;
  since: number;
  /** How many have come after the last one that was written. */
  more: number;
}

const MINUTE = 60_000;
const LOOK_MS = 10_000;

/** Kinds of refusals within a minute, beyond which they are only counted. */
const MOST_KINDS = 500;

const ANONYMOUS = { permissions: new Set<never>(), scope: { kind: 'accounts' as const, accounts: [] } };

/**
 * Who was refused what, in the audit log. The same refusal of the same one is one entry a minute with a count, and the
 * kinds of a minute are bounded too, so that nobody fills the log by being refused.
 */
@Injectable()
export class Refusals implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly log = new Logger('Refusals');
  private readonly open = new Map<string, Open>();
  private readonly writing = new Set<Promise<void>>();
  private unlisted = 0;
  private timer?: NodeJS.Timeout;

  constructor(
    private readonly clock: Clock,
    private readonly auditor: Auditor,
  ) {}

  onApplicationBootstrap() {
    this.timer = setInterval(() => this.look(), LOOK_MS).unref();
  }

  async beforeApplicationShutdown() {
    clearInterval(this.timer);
    this.look(0);
    await Promise.all(this.writing);
  }

  note({ caller, ip, id }: Asker, refusal: Refusal) {
    const who: Caller = { ...ANONYMOUS, ...caller, actor: caller?.actor ?? 'anonymous', address: ip, requestId: id };
    const key = JSON.stringify([caller ? idOf(caller) : ip, refusal.operation, refusal.status, refusal.note]);
    const known = this.open.get(key);
    if (known) known.more += 1;
    else if (this.open.size >= MOST_KINDS) this.unlisted += 1;
    else {
      this.open.set(key, { caller: who, refusal, since: this.now, more: 0 });
      this.write(who, refusal, 1);
    }
  }

  /** Writes what has been counted for so long, and forgets what has not come again. */
  look(after = MINUTE) {
    for (const [key, kind] of this.open) {
      if (this.now - kind.since < after) continue;
      if (kind.more) this.write(kind.caller, kind.refusal, kind.more);
      else this.open.delete(key);
      Object.assign(kind, { since: this.now, more: 0 });
    }
    if (this.unlisted) {
      const caller = { ...ANONYMOUS, actor: 'anonymous' };
      this.write(caller, { operation: 'others', status: 403, code: 'FORBIDDEN' }, this.unlisted);
      this.unlisted = 0;
    }
  }

  private write(caller: Caller, { operation, note, ...why }: Refusal, count: number) {
    const subject = { type: 'operation', id: operation };
    const entry = { action: 'access.refuse', subject, after: { ...why, count }, note };
    // Some are refused before, or after, anybody has entered.
    const written = everything(() => this.auditor.record(caller, entry))
      .catch((error: Error) => this.log.error(`A refusal could not be recorded: ${error.message}`))
      .finally(() => this.writing.delete(written));
    this.writing.add(written);
  }

  private get now() {
    return this.clock.now().getTime();
  }
}
