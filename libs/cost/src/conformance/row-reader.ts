import { FOCUS_COLUMNS } from '../focus/columns.js';
import { skuInspector, TagInspector, textInspector } from './inspectors.js';
import { Interner } from './interner.js';
import { ENUM_WORD, ENUMS, indexOf, WORDS } from './layout.js';
import { numberFaults, plainNumber } from './number-faults.js';
import { momentOf, timeFaults } from './time-faults.js';

export type Cells = readonly (string | null)[];

/** Told of every value with a fault or a mark. */
export type OnFault = (column: number, faults: number, value: string) => void;

/** How many distinct values of a column are told apart. */
export const MOST_VALUES = 50_000;
/** The place of a column that the rows do not have. */
export const ABSENT = -1;
/** The id of an empty cell. */
export const NULL_ID = -1;

/**
 * What a value is likely to go with: where a row has a known resource, say, it most likely has that resource's tags. A
 * right guess costs one comparison of texts; all other columns are guessed to stay as in the row before.
 */
const GOES_WITH: Readonly<Record<string, readonly string[]>> = {
  ChargePeriodStart: ['ChargePeriodEnd'],
  SkuPriceId: [
    ...['SkuId', 'SkuMeter', 'SkuPriceDetails', 'PricingUnit', 'PricingCategory', 'ConsumedUnit', 'ServiceName'],
    ...['ServiceCategory', 'ServiceSubcategory', 'ChargeDescription', 'ChargeCategory', 'ChargeFrequency'],
  ],
  SubAccountId: ['SubAccountName', 'SubAccountType'],
  RegionId: ['RegionName', 'AvailabilityZone'],
  ResourceId: ['ResourceName', 'ResourceType', 'Tags'],
};
const NO_GUIDE = -1;
const guideOf = new Map(
  Object.entries(GOES_WITH).flatMap(([guide, columns]) => columns.map((name) => [name, guide] as const)),
);

/** Reads the cells of one row after another into numbers, ids, faults and the first words of the row's signature. */
export class RowReader {
  readonly words = new Int32Array(WORDS);
  /** By column: an amount, or a moment in milliseconds; NaN where the cell is empty or is none. */
  readonly numbers = new Float64Array(FOCUS_COLUMNS.length).fill(NaN);
  /** By column: the number of the value, or NULL_ID; of text, times and key-values. */
  readonly ids = new Int32Array(FOCUS_COLUMNS.length).fill(NULL_ID);
  /** By column: the faults and marks of a text; 0 where the cell is empty. */
  readonly faults = new Int32Array(FOCUS_COLUMNS.length);
  readonly tags = new TagInspector();
  readonly interners: readonly Interner[];
  /** By column: the column that a value is guessed from. */
  private readonly guides: Int32Array;
  /** By column and by the guide's id + 1: the value that came with it last, and its id. */
  private readonly guesses: string[][] = FOCUS_COLUMNS.map(() => []);
  private readonly guessedIds: number[][] = FOCUS_COLUMNS.map(() => []);
  private readonly last: string[] = FOCUS_COLUMNS.map(() => '');
  private readonly parsed = new Float64Array(FOCUS_COLUMNS.length);
  private readonly seen = new Int32Array(FOCUS_COLUMNS.length);
  /** By id of a time value. */
  private readonly moments: number[][] = FOCUS_COLUMNS.map(() => []);
  /** By id of an enumerated value, shifted to its place in the word. */
  private readonly codes: number[][] = FOCUS_COLUMNS.map(() => []);
  private readonly enumOf = new Map(ENUMS.map((column) => [column.index, column]));
  private readonly absent = new Int32Array(WORDS);
  private readonly amounts: Int32Array;
  private readonly texts: Int32Array;
  private readonly times: Int32Array;
  private readonly enums: Int32Array;

  /** `places`: by column, the place of its cell in a row, or ABSENT. */
  constructor(
    private readonly places: Int32Array,
    private readonly onFault: OnFault,
  ) {
    const present = FOCUS_COLUMNS.map(({ name, type }, index) => ({ name, type, index })).filter(({ index }) => {
      if (places[index] !== ABSENT) return true;
      this.absent[index >> 5]! |= 1 << (index & 31);
      return false;
    });
    const those = (is: (column: { type: string; index: number }) => boolean) =>
      Int32Array.from(present.filter(is).map(({ index }) => index));
    this.amounts = those(({ type }) => type === 'decimal');
    const isGuided = ({ index }: { index: number }) => guideOf.has(FOCUS_COLUMNS[index]!.name);
    const texts = those(({ type }) => type !== 'decimal');
    // Guides come before what is guessed from them.
    this.texts = texts.filter((index) => !isGuided({ index }));
    this.texts = Int32Array.from([...this.texts, ...texts.filter((index) => isGuided({ index }))]);
    this.guides = Int32Array.from(FOCUS_COLUMNS, ({ name }) => {
      const guide = guideOf.get(name);
      return guide !== undefined && places[indexOf(guide)] !== ABSENT ? indexOf(guide) : NO_GUIDE;
    });
    this.times = those(({ type }) => type === 'instant');
    this.enums = those(({ index }) => this.enumOf.has(index));
    this.interners = FOCUS_COLUMNS.map(
      ({ name, type }) => new Interner(this.inspectorOf(name, type), MOST_VALUES, type === 'instant'),
    );
  }

  read(cells: Cells) {
    this.words.set(this.absent);
    this.readTexts(cells);
    this.readAmounts(cells);
    this.readEnums();
    this.readTimes();
  }

  /** Columns with more distinct values than are told apart. */
  get capped() {
    return FOCUS_COLUMNS.filter((_, index) => this.interners[index]!.isCapped).map(({ name }) => name);
  }

  private inspectorOf(name: string, type: string) {
    if (type === 'instant') return timeFaults;
    if (name === 'SkuPriceDetails') return skuInspector();
    if (name === 'Tags') return this.tags.inspect;
    return type === 'text' ? textInspector(name) : () => 0;
  }

  private readTexts(cells: Cells) {
    const { texts, guides, ids, faults, words, places } = this;
    for (let at = 0; at < texts.length; at++) {
      const index = texts[at]!;
      const value = cells[places[index]!]!;
      if (value === null) {
        words[index >> 5]! |= 1 << (index & 31);
        ids[index] = NULL_ID;
        faults[index] = 0;
        continue;
      }
      const guide = guides[index]!;
      const key = guide === NO_GUIDE ? 0 : ids[guide]! + 1;
      const id = value === this.guesses[index]![key] ? this.guessedIds[index]![key]! : this.intern(index, value, key);
      ids[index] = id;
      const found = this.interners[index]!.faults(id);
      faults[index] = found;
      if (found !== 0) this.onFault(index, found, value);
    }
  }

  private intern(index: number, value: string, key: number) {
    const interner = this.interners[index]!;
    const id = interner.id(value);
    // What is kept is the interner's own copy, never a slice of the file; one that is beyond its bound is not kept.
    this.guesses[index]![key] = interner.text(id);
    this.guessedIds[index]![key] = id;
    return id;
  }

  private readAmounts(cells: Cells) {
    const { amounts, words, last, seen, numbers, parsed, places } = this;
    for (let at = 0; at < amounts.length; at++) {
      const index = amounts[at]!;
      const value = cells[places[index]!]!;
      if (value === null) {
        words[index >> 5]! |= 1 << (index & 31);
        numbers[index] = NaN;
        continue;
      }
      if (value !== last[index]) this.parse(index, value);
      numbers[index] = parsed[index]!;
      if (seen[index] !== 0) this.onFault(index, seen[index]!, value);
    }
  }

  private parse(index: number, value: string) {
    this.last[index] = value;
    const number = plainNumber(value);
    const isPlain = number === number;
    this.seen[index] = isPlain ? 0 : numberFaults(value);
    this.parsed[index] = isPlain ? number : Number(value);
  }

  private readEnums() {
    const { enums, ids, codes } = this;
    let word = 0;
    for (let at = 0; at < enums.length; at++) {
      const index = enums[at]!;
      const id = ids[index]!;
      if (id !== NULL_ID) word |= codes[index]![id] ?? this.codeOf(index, id);
    }
    this.words[ENUM_WORD] = word;
  }

  private codeOf(index: number, id: number) {
    const { values, shift } = this.enumOf.get(index)!;
    const place = values.indexOf(this.interners[index]!.text(id));
    return (this.codes[index]![id] = (place < 0 ? values.length + 1 : place + 1) << shift);
  }

  private readTimes() {
    const { times, ids, moments, numbers } = this;
    for (let at = 0; at < times.length; at++) {
      const index = times[at]!;
      const id = ids[index]!;
      numbers[index] = id === NULL_ID ? NaN : (moments[index]![id] ?? this.momentOf(index, id));
    }
  }

  private momentOf(index: number, id: number) {
    return (this.moments[index]![id] = momentOf(this.interners[index]!.text(id)));
  }
}
