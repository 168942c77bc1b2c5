import { FOCUS_COLUMNS, type FocusColumn } from '../focus/columns.js';
import { inspectorOf, nothing, type TagInspector } from './inspectors.js';
import { type Inspector, Interner } from './interner.js';
import { indexOf } from './layout.js';
import { FOLLOWED_COLUMNS } from './relations.js';
import { stringFaults } from './text-faults.js';

/** How many distinct values of a column are told apart. */
const MOST_VALUES = 50_000;
/** The place of a column that the rows do not have, and the guide of one that is guessed from none. */
export const ABSENT = -1;

/**
 * What a value is likely to go with: where a row has a known resource, say, it most likely has that resource's tags. A
 * right guess costs one comparison of texts; all other columns are guessed to stay as in the row before.
 */
const GOES_WITH: Readonly<Record<string, readonly string[]>> = {
  ChargePeriodStart: ['ChargePeriodEnd'],
  SkuPriceId: [
    ...['SkuId', 'SkuMeter', 'SkuPriceDetails', 'PricingUnit', 'PricingCategory', 'ConsumedUnit', 'ServiceName'],
    ...[
      'ServiceCategory',
      'ServiceSubcategory',
      'ChargeDescription',
      'ChargeCategory',
      'ChargeFrequency',
      'ResourceType',
    ],
  ],
  SubAccountId: ['SubAccountName', 'SubAccountType'],
  RegionId: ['RegionName'],
  ResourceId: ['Tags'],
};
const guideOf = new Map(
  Object.entries(GOES_WITH).flatMap(([guide, columns]) => columns.map((name) => [name, indexOf(guide)] as const)),
);

/** A column whose values are looked at each time they come, because that is cheaper than to know them again. */
export interface PlainColumn {
  index: number;
  place: number;
  inspect: Inspector;
}

/** A column whose values are numbered, so that each is inspected once and rows compare numbers. */
export class ValueColumn {
  /** By what a value is guessed from: the one that came with it last, and its id. */
  private readonly guesses: string[] = [];
  private readonly guessedIds: number[] = [];

  /** `guide`: the column that a value is guessed from, or ABSENT. */
  constructor(
    readonly index: number,
    readonly place: number,
    readonly guide: number,
    readonly interner: Interner,
  ) {}

  id(value: string, key: number): number {
    return value === this.guesses[key] ? this.guessedIds[key]! : this.learn(value, key);
  }

  private learn(value: string, key: number): number {
    const id = this.interner.id(value);
    // What is kept is the interner's own copy, never a slice of the file; one that is beyond its bound is not kept.
    this.guesses[key] = this.interner.text(id);
    this.guessedIds[key] = id;
    return id;
  }
}

/** Whether a column's values are numbered: where rows are compared by them, or where looking at one is dear. */
const isValued = ({ name, allowed }: FocusColumn, inspect: Inspector) =>
  allowed !== undefined || FOLLOWED_COLUMNS.has(name) || (inspect !== stringFaults && inspect !== nothing);

/** The columns that are no amounts, guides before what is guessed from them. `places`: as in `RowReader`. */
export function textColumns(places: Int32Array, tags: TagInspector) {
  const plain: PlainColumn[] = [];
  const valued: ValueColumn[] = [];
  FOCUS_COLUMNS.forEach((column, index) => {
    const place = places[index]!;
    if (place === ABSENT || column.type === 'decimal') return;
    const inspect = inspectorOf(column, tags);
    if (!isValued(column, inspect)) return void plain.push({ index, place, inspect });
    const guide = guideOf.get(column.name);
    const interner = new Interner(inspect, MOST_VALUES);
    const isGuided = guide !== undefined && places[guide] !== ABSENT;
    valued.push(new ValueColumn(index, place, isGuided ? guide : ABSENT, interner));
  });
  return { plain, valued: valued.sort((one, other) => Number(one.guide !== ABSENT) - Number(other.guide !== ABSENT)) };
}
