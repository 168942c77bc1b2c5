import { indexOf } from './layout.js';
import { own } from './own.js';
import type { OnBroken } from './relation-tracker.js';
import { MOST_KEYS } from './relation-tracker.js';
import type { Cells } from './row-reader.js';

const at = {
  id: indexOf('CommitmentDiscountId'),
  category: indexOf('ChargeCategory'),
  status: indexOf('CommitmentDiscountStatus'),
  billed: indexOf('BilledCost'),
  effective: indexOf('EffectiveCost'),
  start: indexOf('ChargePeriodStart'),
  end: indexOf('ChargePeriodEnd'),
};

interface Span {
  start: string;
  end: string;
}

interface Sums {
  /** Of the bill's currency, as doubles: they are compared to the cent only. */
  bought: number;
  amortised: number;
  withStatus: number;
  hasUnused: boolean;
  line: number;
  purchases?: Span;
  usage?: Span;
}

const CENT = 0.01;

/**
 * What a commitment discount cost and what of it was charged off. The two have to agree once the usage in the file
 * covers the whole period that the purchases in it pay for; before that nothing is said.
 */
export class CommitmentTracker {
  private readonly sums = new Map<string, Sums>();

  see(cells: Cells, numbers: Float64Array, line: number) {
    const id = cells[at.id]!;
    if (id === null) return;
    const sums = this.sumsOf(id, line);
    if (!sums) return;
    const category = cells[at.category];
    if (category === 'Purchase') {
      sums.bought += numbers[at.billed] || 0;
      sums.purchases = widen(sums.purchases, cells);
    } else if (category === 'Usage') {
      this.addUsage(sums, cells, numbers[at.effective] || 0);
    }
  }

  finish(onBroken: OnBroken) {
    for (const [id, sums] of this.sums) {
      const broken = (rule: string) => onBroken(rule, sums.line, 'CommitmentDiscountId', id);
      if (Math.abs(sums.amortised - sums.withStatus) > CENT) broken('EffectiveCost-C-013-C');
      if (!isComplete(sums)) continue;
      if (Math.abs(sums.amortised - sums.bought) > CENT) broken('EffectiveCost-C-012-C');
      if (Math.abs(sums.withStatus - sums.bought) > CENT) broken('DiscountHandling-A-011-C');
      if (sums.withStatus < sums.bought - CENT && !sums.hasUnused) broken('DiscountHandling-A-017-C');
    }
  }

  private addUsage(sums: Sums, cells: Cells, effective: number) {
    const status = cells[at.status];
    sums.amortised += effective;
    if (status === 'Used' || status === 'Unused') sums.withStatus += effective;
    sums.hasUnused ||= status === 'Unused';
    sums.usage = widen(sums.usage, cells);
  }

  private sumsOf(id: string, line: number): Sums | undefined {
    const known = this.sums.get(id);
    if (known ?? this.sums.size >= MOST_KEYS) return known;
    const sums = { bought: 0, amortised: 0, withStatus: 0, hasUnused: false, line };
    this.sums.set(own(id), sums);
    return sums;
  }
}

function widen(span: Span | undefined, cells: Cells): Span | undefined {
  const start = cells[at.start] ?? null;
  const end = cells[at.end] ?? null;
  if (start === null || end === null) return span;
  if (!span) return { start: own(start), end: own(end) };
  if (start < span.start) span.start = own(start);
  if (end > span.end) span.end = own(end);
  return span;
}

const isComplete = ({ purchases, usage }: Sums) =>
  purchases !== undefined && usage !== undefined && usage.start <= purchases.start && usage.end >= purchases.end;
