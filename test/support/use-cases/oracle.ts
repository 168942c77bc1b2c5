import { Decimal } from '#common';
import type { Row } from '../focus-file.js';
import type { ChargesCase } from './use-case.js';

/** The answer as plain JavaScript comes to it, from the rows of the files alone: no database, no code of the product. */
export interface Expected {
  currency: string;
  key: Record<string, string | null>;
  measures: Record<string, Decimal | null>;
}

const parsed = (json: string | null | undefined, key: string): string | null => {
  const value = json ? JSON.parse(json)[key] : undefined;
  return value === undefined || value === null ? null : String(value);
};

/** What a row has under a word of `groupBy` or of a measure. */
export function valueOf(word: string, row: Row): string | null {
  if (word === 'day') return row.ChargePeriodStart!.slice(0, 10);
  if (word === 'month') return `${row.ChargePeriodStart!.slice(0, 7)}-01`;
  if (word === 'billingMonth') return `${row.BillingPeriodStart!.slice(0, 7)}-01`;
  if (word.startsWith('tag:')) return parsed(row.Tags, word.slice(4));
  const [column, key] = word.split('.');
  return key ? parsed(row[column!], key) : (row[word] ?? null);
}

/** The product of some columns, where the row has them all. */
function amount(words: string, row: Row): Decimal | null {
  const values = words.split('*').map((word) => valueOf(word, row));
  return values.includes(null) ? null : values.reduce((all, value) => all.times(value!), new Decimal(1));
}

export function sum(words: string, rows: readonly Row[]): Decimal | null {
  const amounts = rows.map((row) => amount(words, row)).filter((each) => each !== null);
  return amounts.length ? amounts.reduce((all, each) => all.plus(each), new Decimal(0)) : null;
}

const over = (part: Decimal | null, whole: Decimal | null) =>
  part === null || whole === null || whole.isZero() ? null : part.div(whole);
const less = (from: Decimal | null, to: Decimal | null) => (from === null || to === null ? null : from.minus(to));

interface Around {
  /** All rows of the currency. */
  whole: readonly Row[];
  /** The rows of the same group in the month before; undefined in the first month. */
  before?: readonly Row[];
}

const isOnDemand = (row: Row) =>
  row.CommitmentDiscountStatus !== 'Unused' && !(row.ChargeCategory === 'Purchase' && row.CommitmentDiscountId);

function savingsRate(rows: readonly Row[]) {
  const list = sum('ListCost', rows.filter(isOnDemand));
  return over(less(list, sum('EffectiveCost', rows)), list);
}

type Measure = (words: string, rows: readonly Row[], around: Around) => Decimal | null;

const now = (words: string, rows: readonly Row[]) => sum(words, rows) ?? new Decimal(0);
const change: Measure = (words, rows, { before }) => (before ? now(words, rows).minus(now(words, before)) : null);

const MEASURES: Record<string, Measure> = {
  sum,
  count: (_, rows) => new Decimal(rows.length),
  countDistinct: (word, rows) =>
    new Decimal(new Set(rows.map((row) => valueOf(word, row)).filter((value) => value !== null)).size),
  ratio: (words, rows) => over(sum(words.split('/')[0]!, rows), sum(words.split('/')[1]!, rows)),
  difference: (words, rows) => less(sum(words.split('-')[0]!, rows), sum(words.split('-')[1]!, rows)),
  share: (words, rows, { whole }) => over(sum(words, rows), sum(words, whole)),
  change,
  changeRate: (words, rows, around) =>
    over(change(words, rows, around), around.before ? now(words, around.before) : null),
  savings: (_, rows) => less(sum('ListCost', rows), sum('EffectiveCost', rows)),
  contractedSavings: (_, rows) => less(sum('ListCost', rows), sum('ContractedCost', rows)),
  commitmentSavings: (_, rows) => less(sum('ContractedCost', rows), sum('EffectiveCost', rows)),
  discountRate: (_, rows) => over(less(sum('ListCost', rows), sum('ContractedCost', rows)), sum('ListCost', rows)),
  effectiveSavingsRate: (_, rows) => savingsRate(rows),
  tagCoverage: (key, rows) =>
    over(
      now(
        'EffectiveCost',
        rows.filter((row) => valueOf(`tag:${key}`, row) !== null),
      ),
      sum('EffectiveCost', rows),
    ),
};

function measured(measure: string, rows: readonly Row[], around: Around) {
  const [name = '', ...words] = measure.split(':');
  return MEASURES[name]!(words.join(':'), rows, around);
}

export function split<T>(rows: readonly Row[], keyOf: (row: Row) => T): Map<string, { key: T; rows: Row[] }> {
  const groups = new Map<string, { key: T; rows: Row[] }>();
  for (const row of rows) {
    const key = keyOf(row);
    const group = groups.get(JSON.stringify(key)) ?? { key, rows: [] };
    groups.set(JSON.stringify(key), group);
    group.rows.push(row);
  }
  return groups;
}

/** The rows that a case means: in its period, and as its conditions say. */
export function meant({ ask, rows: isMeant }: ChargesCase, rows: readonly Row[]): Row[] {
  const column = ask.by === 'billing' ? 'BillingPeriodStart' : 'ChargePeriodStart';
  return rows.filter((row) => row[column]! >= ask.from && row[column]! < ask.to && isMeant(row));
}

const TIMES = ['day', 'month', 'billingMonth'];
const monthBefore = (month: string) => {
  const [year, at] = [Number(month.slice(0, 4)), Number(month.slice(5, 7))];
  return `${at === 1 ? year - 1 : year}-${String(at === 1 ? 12 : at - 1).padStart(2, '0')}-01`;
};

export function expectedOf(useCase: ChargesCase, file: readonly Row[]): Expected[] {
  const { groupBy, measures } = useCase.ask;
  const isPriced = measures.every((measure) => !/:.*(?<!Currency)(Billed|Effective|List|Contracted)/.test(measure));
  const currency =
    isPriced && measures.some((each) => each.includes('PricingCurrency')) ? 'PricingCurrency' : 'BillingCurrency';
  const keyOf = (row: Row) => Object.fromEntries(groupBy.map((word) => [word, valueOf(word, row)]));
  const time = groupBy.find((word) => TIMES.includes(word));
  const isChanging = measures.some((measure) => measure.startsWith('change'));
  return [...split(meant(useCase, file), (row) => row[currency]!).values()].flatMap(({ key: code, rows: whole }) => {
    const groups = split(whole, keyOf);
    const keys = isChanging
      ? everyMonth(
          [...groups.values()].map(({ key }) => key),
          time!,
        )
      : [...groups.values()].map(({ key }) => key);
    const rowsOf = (key: Expected['key']) => groups.get(JSON.stringify(key))?.rows ?? [];
    const first = [...groups.values()].map(({ key }) => key[time!]!).sort()[0];
    return keys.map((key) => {
      const before =
        isChanging && key[time!] !== first ? rowsOf({ ...key, [time!]: monthBefore(key[time!]!) }) : undefined;
      const own = rowsOf(key);
      return {
        currency: code,
        key,
        measures: Object.fromEntries(measures.map((each) => [each, measured(each, own, { whole, before })])),
      };
    });
  });
}

/** A group that ended has a month without charges, in which it has changed. */
function everyMonth(keys: readonly Expected['key'][], time: string): Expected['key'][] {
  const months = [...new Set(keys.map((key) => key[time]!))];
  const all = keys.flatMap((key) => months.map((month) => ({ ...key, [time]: month })));
  return [...new Map(all.map((key) => [JSON.stringify(key), key])).values()];
}
