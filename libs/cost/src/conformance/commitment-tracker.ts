import { BEYOND } from './interner.js';
import { ENUM_WORD, enumOf, indexOf } from './layout.js';
import type { RowReader } from './row-reader.js';

const at = {
  id: indexOf('CommitmentDiscountId'),
  billed: indexOf('BilledCost'),
  effective: indexOf('EffectiveCost'),
  start: indexOf('ChargePeriodStart'),
  end: indexOf('ChargePeriodEnd'),
};

/** Reads an enumerated value out of a signature. */
const reading = (column: string, value: string) => {
  const { shift, mask, values } = enumOf(column);
  const code = values.indexOf(value) + 1;
  return (words: Int32Array) => ((words[ENUM_WORD]! >>> shift) & mask) === code;
};
const isPurchase = reading('ChargeCategory', 'Purchase');
const isUsage = reading('ChargeCategory', 'Usage');
const isUsed = reading('CommitmentDiscountStatus', 'Used');
const isUnused = reading('CommitmentDiscountStatus', 'Unused');

/** From the first start to the last end, in milliseconds. */
interface Span {
  start: number;
  end: number;
}

interface Sums {
  /** In the bill's currency, as doubles: they are compared to the cent only. */
  bought: number;
  amortised: number;
  withStatus: number;
  hasUnused: boolean;
  line: number;
  purchases: Span;
  usage: Span;
}

const CENT = 0.01;
const nothing = (): Span => ({ start: Infinity, end: -Infinity });

/**
 * What a commitment discount cost and what of it was charged off. The two have to agree once the usage in the file
 * covers the whole period that the purchases in it pay for; before that nothing is said.
 */
export class CommitmentTracker {
  /** By the number of the CommitmentDiscountId. */
  private readonly sums: (Sums | undefined)[] = [];

  constructor(private readonly reader: RowReader) {}

  see(line: number) {
    const { ids, numbers, words } = this.reader;
    const id = ids[at.id]!;
    if (id <= BEYOND) return;
    const sums = (this.sums[id] ??= begun(line));
    if (isPurchase(words)) {
      sums.bought += numbers[at.billed] || 0;
      this.widen(sums.purchases);
    } else if (isUsage(words)) {
      this.addUsage(sums, numbers[at.effective] || 0);
    }
  }

  /** Tells each rule that a commitment breaks: once, with its first line and its id. */
  finish(onBroken: (rule: string, line: number, example: string) => void) {
    this.sums.forEach((sums, id) => {
      if (!sums) return;
      const example = `CommitmentDiscountId=${this.reader.textOf(at.id, id)}`;
      for (const rule of brokenBy(sums)) onBroken(rule, sums.line, example);
    });
  }

  private addUsage(sums: Sums, effective: number) {
    const { words } = this.reader;
    sums.amortised += effective;
    if (isUsed(words) || isUnused(words)) sums.withStatus += effective;
    sums.hasUnused ||= isUnused(words);
    this.widen(sums.usage);
  }

  private widen(span: Span) {
    const { numbers } = this.reader;
    if (numbers[at.start]! < span.start) span.start = numbers[at.start]!;
    if (numbers[at.end]! > span.end) span.end = numbers[at.end]!;
  }
}

const begun = (line: number): Sums => ({
  ...{ bought: 0, amortised: 0, withStatus: 0, hasUnused: false, line },
  ...{ purchases: nothing(), usage: nothing() },
});

const differ = (one: number, other: number) => Math.abs(one - other) > CENT;

function brokenBy({ bought, amortised, withStatus, hasUnused, purchases, usage }: Sums): string[] {
  const broken = differ(amortised, withStatus) ? ['EffectiveCost-C-013-C'] : [];
  if (purchases.end <= purchases.start || usage.start > purchases.start || usage.end < purchases.end) return broken;
  if (differ(amortised, bought)) broken.push('EffectiveCost-C-012-C');
  if (differ(withStatus, bought)) broken.push('DiscountHandling-A-011-C');
  if (withStatus < bought - CENT && !hasUnused) broken.push('DiscountHandling-A-017-C');
  return broken;
}
