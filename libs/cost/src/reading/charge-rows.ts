import { focusColumn, type FocusType } from '../focus/columns.js';
import { BoundedCache } from './bounded-cache.js';
import { ClosedValues } from './closed-values.js';
import type { RowPlace, RowSink } from './csv-rows.js';
import { readCurrency } from './currencies.js';
import { readDecimal } from './decimals.js';
import { readInstant } from './instants.js';
import { readJson } from './json-cells.js';
import type { Batch, BatchOptions, ChargeRow, QuarantinedRow } from './source.js';
import type { Cells, Table } from './table.js';
import { NO_TAGS, readTags } from './tags.js';

/** A value that cannot be read, by the index of its column. */
interface Fault {
  index: number;
  reason: string;
}

/** Without these a row has no place in the books. */
const KEYS = ['BilledCost', 'BillingCurrency', 'BillingAccountId', 'BillingPeriodStart', 'ChargePeriodStart'].concat(
  'ChargePeriodEnd',
);

const shown = (value: string | null) => JSON.stringify((value ?? '').slice(0, 60));

/** What can be read is normalised and kept, what cannot goes to quarantine with column and reason. */
export class ChargeRows implements RowSink {
  rows: ChargeRow[] = [];
  quarantined: QuarantinedRow[] = [];
  skipped = 0;

  private readonly map: ReturnType<Table['mapper']>;
  private readonly keys: number[];
  private readonly decimals: number[];
  private readonly instants: number[];
  private readonly documents: number[];
  private readonly closed: { index: number; values: ClosedValues }[];
  private readonly currency: number;
  private readonly tags: number;
  private readonly extras: { prefix: string; index: number }[];
  private readonly seenInstants = new BoundedCache(readInstant);
  private readonly seenDocuments = new BoundedCache(readJson);
  private readonly seenTags = new BoundedCache(readTags);
  private readonly lastRaw: string[];
  private readonly lastInstant: string[];

  constructor(
    private readonly table: Table,
    private readonly options: BatchOptions,
  ) {
    this.map = table.mapper(options);
    const { columns, extras } = table;
    const ofType = (type: FocusType) =>
      columns.flatMap((name, index) => (focusColumn.get(name)?.type === type ? [index] : []));
    this.keys = KEYS.map((name) => columns.indexOf(name));
    this.decimals = ofType('decimal');
    this.instants = ofType('instant');
    this.currency = columns.indexOf('BillingCurrency');
    this.tags = columns.indexOf('Tags');
    this.documents = ofType('json').filter((index) => index !== this.tags);
    this.closed = columns.flatMap((name, index) => {
      const allowed = focusColumn.get(name)?.allowed;
      return allowed ? [{ index, values: new ClosedValues(allowed) }] : [];
    });
    this.extras = extras.map(({ name, index }) => ({ prefix: `${JSON.stringify(name)}:`, index }));
    this.lastRaw = columns.map(() => '');
    this.lastInstant = columns.map(() => '');
  }

  row(cells: Cells, place: RowPlace) {
    const values = this.map(cells);
    if (!values) return void this.skipped++;
    this.options.judge?.(values, place.line);
    const fault =
      this.emptyKey(values) ?? this.badInstant(values) ?? this.badDecimal(values) ?? this.badCurrency(values);
    if (fault) return this.quarantine(this.table.reported[fault.index]!, fault.reason, place);
    this.readClosed(values);
    this.readDocuments(values);
    const { line, needsEscape } = place;
    return void this.rows.push({ line, values, x: this.extrasOf(cells), tags: this.tagsOf(values), needsEscape });
  }

  /** Hands over what has gathered, if it is enough, and starts anew. */
  *take(enough: number, bytesRead: number): Generator<Batch> {
    const { rows, quarantined, skipped } = this;
    if (rows.length + quarantined.length + skipped < enough) return;
    [this.rows, this.quarantined, this.skipped] = [[], [], 0];
    yield { rows, quarantined, skipped, bytesRead };
  }

  bad(reason: string, place: RowPlace) {
    this.quarantine(null, reason, place);
  }

  private quarantine(column: string | null, reason: string, place: RowPlace) {
    this.quarantined.push({ line: place.line, column, reason, raw: place.raw() });
  }

  private emptyKey(values: Cells): Fault | undefined {
    for (const index of this.keys) {
      if (!values[index]?.trim()) return { index, reason: 'The value is empty, and no charge can be without it.' };
    }
    return undefined;
  }

  private badInstant(values: Cells): Fault | undefined {
    const { lastRaw, lastInstant } = this;
    for (const index of this.instants) {
      const raw = values[index];
      if (raw == null) continue;
      if (lastRaw[index] !== raw) {
        const instant = this.seenInstants.get(raw);
        if (instant === undefined) return { index, reason: `${shown(raw)} is no date or time.` };
        lastRaw[index] = raw;
        lastInstant[index] = instant;
      }
      values[index] = lastInstant[index]!;
    }
    return undefined;
  }

  private badDecimal(values: Cells): Fault | undefined {
    for (const index of this.decimals) {
      const raw = values[index];
      if (raw == null) continue;
      const decimal = readDecimal(raw);
      if (decimal === undefined) return { index, reason: `${shown(raw)} is no decimal number.` };
      values[index] = decimal;
    }
    return undefined;
  }

  private badCurrency(values: Cells): Fault | undefined {
    const raw = values[this.currency]!;
    const code = readCurrency(raw);
    if (code === undefined) return { index: this.currency, reason: `${shown(raw)} is no currency of ISO 4217.` };
    values[this.currency] = code;
    return undefined;
  }

  private readClosed(values: Cells) {
    for (const { index, values: allowed } of this.closed) {
      const raw = values[index];
      if (raw != null) values[index] = allowed.read(raw);
    }
  }

  private readDocuments(values: Cells) {
    for (const index of this.documents) {
      const raw = values[index];
      if (raw != null) values[index] = this.seenDocuments.get(raw);
    }
  }

  private tagsOf(values: Cells) {
    const raw = values[this.tags];
    return raw == null ? NO_TAGS : this.seenTags.get(raw);
  }

  private extrasOf(cells: Cells): string | null {
    let text = '';
    for (const { prefix, index } of this.extras) {
      const cell = cells[index];
      if (cell != null) text += `${text && ','}${prefix}${JSON.stringify(cell)}`;
    }
    return text && `{${text}}` ? `{${text}}` : null;
  }
}
