import { availableParallelism } from 'node:os';
import { Injectable } from '@nestjs/common';
import { Clock, dayOf, Gate, type Caller } from '#common';
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

/** Whole answers about spend. Statements say the same for ever, so an answer is true as long as the same ones count. */
@Injectable()
export class SpendAnswers {
  private readonly gate = new Gate(AT_ONCE);

  constructor(
    private readonly statements: Statements,
    private readonly answers: InventoryAnswers,
    private readonly clock: Clock,
  ) {}

  /** `sizeOf` counts the groups and points of an answer. */
  async of<T extends object>(
    { about, caller, args }: SpendQuestion,
    make: (active: ActiveStatements) => Promise<T>,
    sizeOf: (made: T) => number,
  ): Promise<T> {
    const active = await this.statements.active(caller);
    const key = [about, caller.scope, args, active.ids, this.today()];
    return this.answers.of(key, () => this.gate.pass(() => make(active)), sizeOf);
  }

  today() {
    return dayOf(this.clock.now());
  }
}
