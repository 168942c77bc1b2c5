import { GraphQLError } from 'graphql';
import { idOf, type Caller } from '#common';

/** A connection of a caller, with the subscriptions that are open on it. */
interface Line {
  subscriptions: Record<string, unknown>;
}

interface Bounds {
  socketsPerCaller: number;
  subscriptionsPerCaller: number;
}

const sum = (numbers: number[]) => numbers.reduce((all, each) => all + each, 0);

/** Who listens, so that no one caller takes what belongs to all. */
export class Listeners<L extends Line> {
  private readonly lines = new Map<string, Set<L>>();

  constructor(private readonly bounds: Bounds) {}

  /** False where the caller has as many connections as one may have. */
  admit(caller: Caller, line: L): boolean {
    const actor = idOf(caller);
    const mine = this.lines.get(actor) ?? new Set();
    if (mine.size >= this.bounds.socketsPerCaller) return false;
    this.lines.set(actor, mine.add(line));
    return true;
  }

  all(): L[] {
    return [...this.lines.values()].flatMap((mine) => [...mine]);
  }

  forget(line: L) {
    for (const [actor, mine] of this.lines) if (mine.delete(line) && !mine.size) this.lines.delete(actor);
  }

  /** Throws where the caller has one more subscription open than one may have. */
  checkSubscriptions(caller: Caller) {
    const limit = this.bounds.subscriptionsPerCaller;
    const asked = sum(
      [...(this.lines.get(idOf(caller)) ?? [])].map(({ subscriptions }) => Object.keys(subscriptions).length),
    );
    if (asked <= limit) return;
    const message = `A caller may have ${limit} subscriptions; this would be ${asked}. End some of them first.`;
    throw new GraphQLError(message, { extensions: { code: 'TOO_MANY', limited: 'subscriptions', limit, asked } });
  }
}
