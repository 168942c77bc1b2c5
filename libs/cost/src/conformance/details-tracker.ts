import { BEYOND } from './interner.js';
import { parseProperties, type Properties, SKU_PROPERTIES } from './json-faults.js';
import { indexOf } from './layout.js';
import type { OnBroken } from './relation-tracker.js';
import type { RowReader } from './row-reader.js';

const at = {
  id: indexOf('SkuPriceId'),
  details: indexOf('SkuPriceDetails'),
  start: indexOf('ChargePeriodStart'),
};
const MOST_COMPARISONS = 500_000;

/** The properties of a SKU price stay: values do not change and none is dropped, though more may come. */
export class DetailsTracker {
  /** By the number of the SkuPriceId: the number of its first details, and when that was. */
  private readonly first: number[] = [];
  private readonly firstStart: number[] = [];
  private comparisons = 0;

  constructor(
    private readonly reader: RowReader,
    private readonly onBroken: OnBroken,
  ) {}

  see() {
    const { ids, numbers } = this.reader;
    const id = ids[at.id]!;
    const details = ids[at.details]!;
    if (id <= BEYOND || details <= BEYOND || this.first[id] === details) return;
    if (this.first[id] === undefined) {
      this.first[id] = details;
      this.firstStart[id] = numbers[at.start]!;
    } else if (this.comparisons++ < MOST_COMPARISONS) {
      this.compare(this.first[id], details, numbers[at.start]! < this.firstStart[id]!);
    }
  }

  private compare(first: number, details: number, isEarlier: boolean) {
    const [before, after] = (isEarlier ? [details, first] : [first, details]).map(
      (id) => parseProperties(this.reader.textOf(at.details, id)).properties,
    );
    for (const rule of changesOf(before!, after!)) this.onBroken(rule, 'SkuPriceDetails');
  }
}

/** The rules that going from one set of properties to another breaks, or makes use of. */
function changesOf(before: Properties, after: Properties): Set<string> {
  const rules = new Set<string>();
  for (const [key, value] of Object.entries(before)) {
    if (!(key in after)) rules.add('SkuPriceDetails-C-014-O');
    else if (after[key] !== value) {
      rules.add('SkuPriceDetails-C-013-O');
      if (typeof value === 'number')
        rules.add(SKU_PROPERTIES[key] ? 'SkuPriceDetails-C-022-C' : 'SkuPriceDetails-C-018-C');
    }
  }
  if (Object.keys(after).some((key) => !(key in before))) rules.add('SkuPriceDetails-C-015-O');
  return rules;
}
