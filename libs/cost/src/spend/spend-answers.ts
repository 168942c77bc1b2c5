import { availableParallelism } from 'node:os';
import { Injectable } from '@nestjs/common';
import { askerLeaves, Clock, dayOf, DomainError, Gate, type Caller } from '#common';
import { InventoryAnswers } from '#inventory';
import { Statements, type ActiveStatements } from './statements.js';

/** A question about spend: all that its answer depends on, beside the bills, the day and the inventory, whose names it bears. */
export interface SpendQuestion {
  /** Which answer, such as `summary`. */
  about: string;
  caller: Pick<Caller, 'scope'>;
  args: object;
}

/** Of new answers: half of the processors, so that what is asked again and again need not wait for them. */
const AT_ONCE = Math.max(1, Math.floor(availableParallelism() / 2));

/** New questions that wait for their turn, and how long each of them does. */
const MOST_WAITING = 100;
const PATIENCE_MS = 15_000;

class Left extends Error {}

/** Whole answers about spend. Statements say the same for ever, so an answer is true as long as the same ones count. */
@Injectable()
export class SpendAnswers {
  private readonly gate = new Gate(AT_ONCE, MOST_WAITING);

  constructor(
    private readonly statements: Statements,
    private readonly answers: InventoryAnswers,
    private readonly clock: Clock,
  ) {}

  /**
   * `sizeOf` counts the groups and points of an answer. Throws `UNAVAILABLE` where a new question would wait too long. One
   * that was left by whoever asked first is asked again by the others who wait for it.
   */
  async of<T extends object>(
    { about, caller, args }: SpendQuestion,
    make: (active: ActiveStatements) => Promise<T>,
    sizeOf: (made: T) => number,
  ): Promise<T> {
    const active = await this.statements.active(caller);
    // What is asked within an answer must not wait for the like of it, which waits for that answer to be done.
    const key = [about, caller.scope, args, active.ids, this.today(), this.gate.isPassed];
    const leaves = askerLeaves();
    for (;;)
      try {
        return await this.answers.of(
          key,
          () =>
            this.gate.pass(
              () => make(active),
              () => patience(leaves),
            ),
          sizeOf,
        );
      } catch (error) {
        if (!(error instanceof Left) || leaves?.aborted) throw error;
      }
  }

  today() {
    return dayOf(this.clock.now());
  }
}

/** Aborts when the asker leaves, or has waited long enough. */
function patience(leaves?: AbortSignal): AbortSignal {
  const ends = new AbortController();
  const tooLong = new DomainError('UNAVAILABLE', 'Too many questions about spend wait for an answer; ask again soon.');
  setTimeout(() => ends.abort(tooLong), PATIENCE_MS).unref();
  if (leaves?.aborted) ends.abort(new Left());
  leaves?.addEventListener('abort', () => ends.abort(new Left()));
  return ends.signal;
}
