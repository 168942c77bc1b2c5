/**
 * The values a column may have, found whatever the case: providers write `Usage-based` for `Usage-Based`. Neighbouring
 * rows mostly say the same, so the last answer is tried first. What is not among them comes back as it is.
 */
export class ClosedValues {
  private readonly known: Map<string, string>;
  private lastRaw = '';
  private last = '';

  constructor(allowed: readonly string[]) {
    this.known = new Map(allowed.map((value) => [value, value]));
    for (const value of allowed) this.known.set(value.toLowerCase(), value);
  }

  read(raw: string): string {
    if (raw === this.lastRaw) return this.last;
    const value = this.known.get(raw) ?? this.known.get(raw.trim().toLowerCase()) ?? raw;
    [this.lastRaw, this.last] = [raw, value];
    return value;
  }
}
