/** Numbers from 0 to 1 that are the same for the same seed (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

export interface Spend {
  days: number;
  seed?: number;
  /** Spend of an ordinary working day. */
  base?: number;
  /** Standard deviation of a day, as a share of the base. */
  noise?: number;
  /** Share of the base that is left on Saturday and Sunday. */
  weekend?: number;
  /** Growth per day, as a share of the base. */
  growth?: number;
  /** Added on the first of each month, in bases. */
  monthStart?: number;
  /** From that day on the base is multiplied. */
  shift?: { at: number; factor: number };
  /** So many days are multiplied by eight. */
  spikes?: number[];
}

const DEFAULTS = { seed: 1, base: 100, noise: 0.04, weekend: 1, growth: 0, monthStart: 0, spikes: [] as number[] };

/** Daily spend of a made-up account, beginning on 2025-01-01 (a Wednesday). */
export function dailySpend(spend: Spend): number[] {
  const { days, seed, base, noise, weekend, growth, monthStart, shift, spikes } = { ...DEFAULTS, ...spend };
  const next = seeded(seed);
  const normal = () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
  return Array.from({ length: days }, (_, day) => {
    const date = new Date(Date.UTC(2025, 0, 1 + day));
    const level = base * (1 + growth * day) * (shift && day >= shift.at ? shift.factor : 1);
    const weekday = [0, 6].includes(date.getUTCDay()) ? weekend : 1;
    const usual = Math.max(0, level * weekday * (1 + noise * normal()));
    return usual * (spikes.includes(day) ? 8 : 1) + (date.getUTCDate() === 1 ? monthStart * base : 0);
  });
}
