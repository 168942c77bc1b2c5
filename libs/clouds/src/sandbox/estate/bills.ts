import { Readable } from 'node:stream';
import { addDays, addMonths, monthStart, Period, type Day } from '#common';
import { demoEstate, type Estate } from './estate.js';
import { MonthOfPayer, type Changes } from './month-of-payer.js';
import type { Payer } from './organisation.js';
import { billDay } from './rhythm.js';
import { HEADER } from './row.js';

export const BILL_MONTHS = 13;

export interface BillOptions {
  today: Day;
  /** How many bills of each payer, the newest being that of yesterday's month. */
  months?: number;
  /** What was done to the resources. */
  changes?: Changes;
}

/** One bill: what one payer owes for one month, as FOCUS 1.2. */
export interface Bill {
  /** File name, such as `demo-aws-2026-11.csv`. */
  name: string;
  provider: Payer['provider'];
  billingAccountId: string;
  /** First day of the billing period. */
  month: Day;
  currency: string;
  /** The file in UTF-8, made while it is read. */
  csv: () => Readable;
  /** The same as text, in parts of about 64 KiB. */
  text: () => Generator<string>;
  /** The rows alone, each with its line break. */
  rows: () => Generator<string>;
}

/**
 * The bills of an estate that does not exist. A row depends on the estate, the day and what was done to its resource
 * until then only, so the same bill, made later, begins with the same rows. Yesterday is only partly delivered, as real
 * bills are. Oldest month first.
 */
export function billsOf(estate: Estate, { today, months = BILL_MONTHS, changes = new Map() }: BillOptions): Bill[] {
  const newest = addDays(today, -1);
  const first = addMonths(monthStart(newest), 1 - months);
  return Array.from({ length: months }, (_, index) => addMonths(first, index)).flatMap((month) =>
    estate.payers.map((payer) => billOf(payer, month, { estate, newest, changes })),
  );
}

export interface DemoOptions extends BillOptions {
  seed?: number;
  /**
   * The day on which the demo estate was created; default `today`. Its month is the one in which costs explode, and
   * everything else is told from there: with the same day (and seed), later bills leave the past as it was, also after
   * the turn of the month.
   */
  createdOn?: Day;
}

/** The bills of the demo estate: three providers, twelve accounts, two currencies. */
export const demoBills = ({ seed, createdOn, ...options }: DemoOptions): Bill[] =>
  billsOf(demoEstate(createdOn ?? options.today, seed), options);

interface Telling {
  estate: Estate;
  newest: Day;
  changes: Changes;
}

function billOf(payer: Payer, month: Day, telling: Telling): Bill {
  const rows = () => billRows(payer, month, telling);
  const text = () => chunks(rows());
  return {
    name: `${telling.estate.name}-${payer.provider}-${month.slice(0, 7)}.csv`,
    provider: payer.provider,
    billingAccountId: payer.id,
    month,
    currency: payer.currency,
    csv: () => Readable.from(text(), { objectMode: false }),
    text,
    rows,
  };
}

const CHUNK = 65_536;

function* chunks(rows: Iterable<string>): Generator<string> {
  let text = HEADER;
  for (const row of rows) {
    text += row;
    if (text.length < CHUNK) continue;
    yield text;
    text = '';
  }
  if (text) yield text;
}

function* billRows(payer: Payer, start: Day, { estate, newest, changes }: Telling): Generator<string> {
  const bounds = { start: `${start}T00:00:00Z`, end: `${addMonths(start, 1)}T00:00:00Z` };
  const invoice = `${payer.provider.toUpperCase()}-${start.slice(0, 4)}${start.slice(5, 7)}`;
  const month = { ...bounds, cells: `${bounds.start},${bounds.end},${invoice}` };
  const bill = new MonthOfPayer(estate, payer, month, changes);
  for (const day of Period.month(start).each()) if (day <= newest) yield* bill.day(billDay(day, estate.story, newest));
}
