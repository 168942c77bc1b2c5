import { parseProperties, type Properties, SKU_PROPERTIES } from './json-faults.js';
import { indexOf } from './layout.js';
import { own } from './own.js';
import type { OnBroken } from './relation-tracker.js';
import { MOST_KEYS } from './relation-tracker.js';
import type { Cells } from './row-reader.js';

const at = {
  id: indexOf('SkuPriceId'),
  details: indexOf('SkuPriceDetails'),
  start: indexOf('ChargePeriodStart'),
};

/** The properties of a SKU price stay: values do not change and none is dropped, though more may come. */
export class DetailsTracker {
  private readonly first = new Map<string, { text: string; start: string }>();
  private comparisons = 0;

  constructor(private readonly onBroken: OnBroken) {}

  see(cells: Cells, line: number) {
    const details = cells[at.details]!;
    const id = cells[at.id]!;
    if (details === null || id === null) return;
    const first = this.first.get(id);
    if (first === undefined) {
      if (this.first.size < MOST_KEYS)
        this.first.set(own(id), { text: own(details), start: own(cells[at.start] ?? '') });
    } else if (first.text !== details && this.comparisons < 1_000_000) {
      this.comparisons += 1;
      this.compare(first, cells, line);
    }
  }

  private compare(first: { text: string; start: string }, cells: Cells, line: number) {
    const text = cells[at.details]!;
    const isEarlier = (cells[at.start] ?? '') < first.start;
    const known = parseProperties(first.text).properties;
    const now = parseProperties(text).properties;
    const [before, after] = isEarlier ? [now, known] : [known, now];
    for (const rule of changesOf(before, after)) this.onBroken(rule, line, 'SkuPriceDetails', text);
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
