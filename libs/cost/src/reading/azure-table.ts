import { AZURE_COLUMNS, type AzureCell, COST, isCommitted, isCovered, isPurchase } from './azure-ea.js';
import { FileRefused } from './file-refused.js';
import { plainName, refuseDuplicates } from './header.js';
import type { BatchOptions, SourceKind } from './source.js';
import type { Cells, Table } from './table.js';

/** What only this export has side by side. */
const SIGNS = ['chargetype', 'meterid', 'metercategory'];

/** Whether a header is that of Azure's own export. */
export function isAzureEa(names: readonly string[]): boolean {
  const plain = new Set(names.map(plainName));
  return SIGNS.every((sign) => plain.has(sign)) && COST.some((cost) => plain.has(cost)) && !plain.has('billedcost');
}

/** Cells by plain name; the row they are of is exchanged under it. */
class AzureRow {
  cells: Cells = [];
  private readonly indexes: ReadonlyMap<string, number>;

  constructor(names: readonly string[]) {
    this.indexes = new Map(names.map((name, index) => [plainName(name), index]));
  }

  readonly of: AzureCell = (name) => this.cells[this.indexes.get(name) ?? -1] ?? null;
  readonly has = (name: string) => this.indexes.has(name);
}

/**
 * Whether rows are amortised: their use of a commitment costs something and what is unused is listed; an actual file
 * lists its purchase instead, and its use for nothing. Without a sign they are actual, which is the export's default.
 */
function isAmortized(row: AzureRow, sample: readonly Cells[], cost: string): boolean {
  return sample.some((cells) => {
    row.cells = cells;
    return isCovered(row.of) && Number(row.of(cost)) !== 0;
  });
}

function kindOf(filename: string, isAmortizedSample: () => boolean): SourceKind {
  if (/amorti[sz]ed/i.test(filename)) return 'azure-ea-amortized';
  if (/actual/i.test(filename)) return 'azure-ea-actual';
  return isAmortizedSample() ? 'azure-ea-amortized' : 'azure-ea-actual';
}

/** Billed and effective cost of a row; null leaves it out. */
type Costs = (cost: string | null, of: AzureCell) => readonly [billed: string | null, effective: string | null] | null;

/**
 * An amortised file has every charge, the purchases of commitments excepted: what a commitment covers is effective
 * cost only. An actual file beside it adds just those purchases, billed and not effective, so that nothing counts twice.
 * Alone it is the bill as it was paid: nothing in it says what a commitment is worth per day, so effective equals
 * billed, and no money is lost or invented.
 */
const amortized: Costs = (cost, of) => [isCovered(of) ? '0' : cost, isPurchase(of) && isCommitted(of) ? '0' : cost];
const actualAlone: Costs = (cost) => [cost, cost];
const actualBeside: Costs = (cost, of) => (isPurchase(of) && isCommitted(of) ? [cost, '0'] : null);

function costsOf(kind: SourceKind, { besideAmortized }: BatchOptions): Costs {
  if (kind === 'azure-ea-amortized') return amortized;
  return besideAmortized ? actualBeside : actualAlone;
}

const NEEDED = ['BillingCurrency', 'BillingAccountId', 'BillingPeriodStart', 'ChargePeriodStart'];

function refuseIncomplete(
  columns: readonly { focus: string; from: readonly string[]; source: string }[],
  names: readonly string[],
) {
  const missing = columns.filter(({ focus, source }) => NEEDED.includes(focus) && source === '');
  if (missing.length === 0) return;
  const expected = missing.map(({ from }) => from.join(' or '));
  throw new FileRefused('not_focus', `This export of Azure lacks ${expected.join(', ')}.`, { expected, found: names });
}

/** The table of Azure's own export; `sample` are some of its rows, by which actual and amortised are told apart. */
export function azureTable(names: readonly string[], filename: string, sample: readonly Cells[]): Table {
  refuseDuplicates(names);
  const row = new AzureRow(names);
  const cost = COST.find(row.has)!;
  const columns = AZURE_COLUMNS.map((column) => ({ ...column, source: column.from.find(row.has) ?? '' }));
  refuseIncomplete(columns, names);
  const kind = kindOf(filename, () => isAmortized(row, sample, cost));

  const mapper = (options: BatchOptions) => {
    const costs = costsOf(kind, options);
    return (cells: Cells): Cells | null => {
      row.cells = cells;
      const both = costs(row.of(cost), row.of);
      return both && [...both, ...columns.map(({ source, read }) => read(row.of(source), row.of))];
    };
  };
  const known = new Set(['quantity', cost, ...columns.map(({ source }) => source)]);
  const kept = new Set(['chargetype', 'pricingmodel', 'servicefamily']);
  return {
    kind,
    version: '1.0',
    columns: ['BilledCost', 'EffectiveCost', ...columns.map(({ focus }) => focus)],
    reported: [cost, cost, ...columns.map(({ source }) => source)].map(
      (plain) => names.find((name) => plainName(name) === plain) ?? plain,
    ),
    extras: names.flatMap((name, index) =>
      known.has(plainName(name)) && !kept.has(plainName(name)) ? [] : [{ name, index }],
    ),
    mapper,
  };
}
