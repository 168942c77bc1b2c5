import { Injectable } from '@nestjs/common';
import { Clock, dayOf, type Caller } from '#common';
import { InventoryAnswers } from '#inventory';
import { Statements, type ActiveStatements } from './statements.js';

/** A question about spend: all that its answer depends on, beside the bills, the day and the inventory, whose names it bears. */
export interface SpendQuestion {
  /** Which answer, such as `summary`. */
  about: string;
  caller: Pick<Caller, 'scope'>;
  args: object;
}

/** Whole answers about spend. Statements say the same for ever, so an answer is true as long as the same ones count. */
@Injectable()
export class SpendAnswers {
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
    return this.answers.of([about, caller.scope, args, active.ids, this.today()], () => make(active), sizeOf);
  }

  today() {
    return dayOf(this.clock.now());
  }
}
