import { randomOf } from '../focus-file.js';

/** Choices that a seed repeats. */
export class Chance {
  private readonly next: () => number;

  constructor(seed: number) {
    this.next = randomOf(seed);
  }

  /** Whether something of this probability happens. */
  happens(probability: number): boolean {
    return this.next() < probability;
  }

  below(limit: number): number {
    return Math.floor(this.next() * limit);
  }

  of<T>(values: readonly T[]): T {
    return values[this.below(values.length)]!;
  }

  some<T>(values: readonly T[], probability: number): T[] {
    return values.filter(() => this.happens(probability));
  }
}
