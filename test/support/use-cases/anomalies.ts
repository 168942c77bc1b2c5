import { Decimal } from '#common';
import type { Row } from '../focus-file.js';
import { split, sum, valueOf, type Expected } from './oracle.js';
import type { ChargesCase } from './use-case.js';

const DAY = 86_400_000;
const plus = (day: string, days: number) => new Date(Date.parse(day) + days * DAY).toISOString().slice(0, 10);

/** Of an even number the lower one, so that it is always an amount that occurred. */
function median(values: readonly Decimal[]): Decimal {
  return [...values].sort((a, b) => a.comparedTo(b))[Math.ceil(values.length / 2) - 1]!;
}

function judged(actual: Decimal, past: readonly Decimal[]) {
  const expected = median(past);
  const deviation = median(past.map((value) => value.minus(expected).abs()));
  const spread = Decimal.max(deviation.times('1.4826'), expected.abs().times('0.01'));
  const impact = actual.minus(expected);
  const score = spread.isZero() ? null : impact.div(spread).toDecimalPlaces(4, Decimal.ROUND_HALF_UP);
  const isBeyond = actual.gt(Decimal.max(...past)) || actual.lt(Decimal.min(...past));
  return { isAnomaly: score ? score.abs().gte('3.5') : isBeyond, measures: { impact, actual, expected, score } };
}

/** The days from the 28th before the first on, each with what it cost. */
function daily(rows: readonly Row[], from: string, last: string): [string, Decimal][] {
  const amounts = split(rows, (row) => row.ChargePeriodStart!.slice(0, 10));
  const days: [string, Decimal][] = [];
  for (let day = plus(from, -28); day <= last; day = plus(day, 1))
    days.push([day, sum('EffectiveCost', amounts.get(JSON.stringify(day))?.rows ?? []) ?? new Decimal(0)]);
  return days;
}

/** The days on which a group costs what it usually does not, as the rows of the files tell. */
export function anomaliesOf({ ask }: ChargesCase, file: readonly Row[], completeThrough: string): Expected[] {
  const { from, to, groupBy } = ask;
  const near = file.filter((row) => row.ChargePeriodStart! >= plus(from, -28) && row.ChargePeriodStart! < to);
  const keyOf = (row: Row) => ({
    currency: row.BillingCurrency!,
    words: Object.fromEntries(groupBy.map((word) => [word, valueOf(word, row)])),
  });
  return [...split(near, keyOf).values()].flatMap(({ key, rows }) => {
    const days = daily(rows, from, completeThrough);
    return days.slice(28).flatMap(([day, actual], at) => {
      const past = days.slice(at, at + 28).map(([, amount]) => amount);
      const { isAnomaly, measures } = judged(actual, past);
      return isAnomaly ? [{ currency: key.currency, key: { ...key.words, day }, measures }] : [];
    });
  });
}
