/** Collects the values of one statement, so that no value is ever written into its text. */
export class SqlParams {
  readonly values: unknown[] = [];

  /** The placeholder of a value, with a cast where PostgreSQL could not tell its type. */
  add(value: unknown, type = ''): string {
    this.values.push(value);
    return `$${this.values.length}${type && `::${type}`}`;
  }
}

/** Joins conditions, of which the undefined ones do not count; no condition is `true`. */
export const allOf = (...conditions: (string | undefined | false)[]) =>
  conditions.filter(Boolean).join(' and ') || 'true';
