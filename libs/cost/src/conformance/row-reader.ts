import { FOCUS_COLUMNS } from '../focus/columns.js';
import { TagInspector } from './inspectors.js';
import { BEYOND } from './interner.js';
import { ENUM_WORD, ENUMS, WORDS } from './layout.js';
import { numberFaults, plainNumber } from './number-faults.js';
import { momentOf } from './time-faults.js';
import { ABSENT, type PlainColumn, textColumns, type ValueColumn } from './value-column.js';

export type Cells = (string | null)[];

/** Told of every value with a fault or a mark. */
export type OnFault = (column: number, faults: number, value: string) => void;

/** The id of an empty cell. */
export const NULL_ID = -1;
/** The id of any other cell of a column whose values are not told apart. */
const SOME_ID = 1;

interface AmountColumn {
  index: number;
  place: number;
}

/** What an enumerated or a moment's value comes to, by its id. */
interface Known {
  column: ValueColumn;
  known: number[];
}

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
  private readonly absent = new Int32Array(WORDS);
  private readonly plain: readonly PlainColumn[];
  private readonly valued: readonly ValueColumn[];
  private readonly amounts: readonly AmountColumn[];
  private readonly times: readonly Known[];
  private readonly enums: readonly (Known & { values: readonly string[]; shift: number })[];

  /** `places`: by column, the place of its cell in a row, or ABSENT. */
  constructor(
    places: Int32Array,
    private readonly onFault: OnFault,
  ) {
    places.forEach((place, index) => {
      if (place === ABSENT) this.absent[index >> 5]! |= 1 << (index & 31);
    });
    const { plain, valued } = textColumns(places, this.tags);
    const typed = FOCUS_COLUMNS.map(({ type }, index) => ({ type, index, place: places[index]! }));
    this.amounts = typed.filter(({ type, place }) => type === 'decimal' && place !== ABSENT);
    [this.plain, this.valued] = [plain, valued];
    this.times = valued
      .filter(({ index }) => FOCUS_COLUMNS[index]!.type === 'instant')
      .map((column) => ({ column, known: [] }));
    this.enums = ENUMS.flatMap(({ index, values, shift }) => {
      const column = this.columnOf(index);
      return column ? [{ column, values, shift, known: [] }] : [];
    });
  }

  read(cells: Cells) {
    const { words, absent } = this;
    for (let at = 0; at < WORDS; at++) words[at] = absent[at]!;
    this.readValued(cells);
    this.readPlain(cells);
    this.readAmounts(cells);
    this.readEnums();
    this.readTimes();
  }

  /** The distinct values of a column, as far as they are remembered. */
  valuesOf(index: number): readonly string[] {
    return this.columnOf(index)?.interner.values() ?? [];
  }

  /** The text of a value by its id. */
  textOf(index: number, id: number): string {
    return this.columnOf(index)!.interner.text(id);
  }

  /** Columns with more distinct values than are told apart, and how many those are. */
  get capped() {
    return this.valued
      .filter(({ interner }) => interner.isCapped)
      .map(({ index, interner }) => ({ name: FOCUS_COLUMNS[index]!.name, limit: interner.limit }));
  }

  private columnOf(index: number) {
    return this.valued.find((column) => column.index === index);
  }

  private readValued(cells: Cells) {
    const { valued, ids, faults } = this;
    for (let at = 0; at < valued.length; at++) {
      const column = valued[at]!;
      const { index, guide } = column;
      const value = cells[column.place]!;
      if (value === null) {
        this.skip(index);
        continue;
      }
      const id = column.id(value, guide === ABSENT ? 0 : ids[guide]! + 1);
      // The same text, but one for all rows: whoever looks at the row next compares it at once, and no slice is held.
      if (id !== BEYOND) cells[column.place] = column.interner.text(id);
      ids[index] = id;
      const found = column.interner.faults(id);
      faults[index] = found;
      if (found !== 0) this.onFault(index, found, value);
    }
  }

  private readPlain(cells: Cells) {
    const { plain, ids, faults } = this;
    for (let at = 0; at < plain.length; at++) {
      const { index, place, inspect } = plain[at]!;
      const value = cells[place]!;
      if (value === null) {
        this.skip(index);
        continue;
      }
      ids[index] = SOME_ID;
      const found = inspect(value);
      faults[index] = found;
      if (found !== 0) this.onFault(index, found, value);
    }
  }

  private skip(index: number) {
    this.words[index >> 5]! |= 1 << (index & 31);
    this.ids[index] = NULL_ID;
    this.faults[index] = 0;
  }

  private readAmounts(cells: Cells) {
    const { amounts, numbers, words } = this;
    for (let at = 0; at < amounts.length; at++) {
      const { index, place } = amounts[at]!;
      const value = cells[place]!;
      if (value === null) {
        words[index >> 5]! |= 1 << (index & 31);
        numbers[index] = NaN;
        continue;
      }
      const number = plainNumber(value);
      numbers[index] = number === number ? number : this.oddNumber(index, value);
    }
  }

  private oddNumber(index: number, value: string): number {
    const found = numberFaults(value);
    if (found !== 0) this.onFault(index, found, value);
    return Number(value);
  }

  private readEnums() {
    const { enums, ids } = this;
    let word = 0;
    for (let at = 0; at < enums.length; at++) {
      const { column, known } = enums[at]!;
      const id = ids[column.index]!;
      if (id !== NULL_ID) word |= known[id] ?? this.codeOf(at, id);
    }
    this.words[ENUM_WORD] = word;
  }

  private codeOf(at: number, id: number) {
    const { column, known, values, shift } = this.enums[at]!;
    const place = values.indexOf(column.interner.text(id));
    return (known[id] = (place < 0 ? values.length + 1 : place + 1) << shift);
  }

  private readTimes() {
    const { times, ids, numbers } = this;
    for (let at = 0; at < times.length; at++) {
      const { column, known } = times[at]!;
      const id = ids[column.index]!;
      numbers[column.index] = id === NULL_ID ? NaN : (known[id] ??= momentOf(column.interner.text(id)));
    }
  }
}
