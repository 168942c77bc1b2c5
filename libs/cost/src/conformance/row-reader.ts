import { FOCUS_COLUMNS } from '../focus/columns.js';
import { type Inspector, skuInspector, TagInspector, textInspector, timeInspector } from './inspectors.js';
import { ENUM_WORD, ENUMS, WORDS } from './layout.js';
import { numberFaults, plainNumber } from './number-faults.js';

export type Cells = readonly (string | null)[];

/** Told of every value with a fault or a mark. */
export type OnFault = (column: number, faults: number, value: string, line: number) => void;

/**
 * Reads the cells of one row after another into numbers, faults and the null and enumeration words of its signature.
 * A value that stands as in the row before costs one comparison, which is most of a bill.
 */
export class RowReader {
  readonly words = new Int32Array(WORDS);
  /** By column; NaN where the cell is empty or no number. */
  readonly numbers = new Float64Array(FOCUS_COLUMNS.length).fill(NaN);
  /** By column, of the last value that was not null. */
  readonly faults = new Int32Array(FOCUS_COLUMNS.length);
  readonly tags = new TagInspector();
  private readonly last: (string | null)[] = FOCUS_COLUMNS.map(() => null);
  private readonly parsed = new Float64Array(FOCUS_COLUMNS.length);
  private readonly codes = new Int32Array(FOCUS_COLUMNS.length);
  private readonly codeOf = new Map(
    ENUMS.map(({ index, shift, values }) => [
      index,
      { shift, other: values.length + 1, of: new Map(values.map((value, at) => [value, at + 1])) },
    ]),
  );
  private readonly texts: Int32Array;
  private readonly amounts: Int32Array;
  private readonly enums: Int32Array;
  private readonly absent = new Int32Array(WORDS);
  private readonly inspectors: Inspector[] = FOCUS_COLUMNS.map(() => () => 0);

  constructor(
    isPresent: (column: string) => boolean,
    private readonly onFault: OnFault,
  ) {
    const texts: number[] = [];
    const amounts: number[] = [];
    FOCUS_COLUMNS.forEach(({ name, type }, index) => {
      if (!isPresent(name)) this.absent[index >> 5]! |= 1 << (index & 31);
      else if (type === 'decimal') amounts.push(index);
      else texts.push(index);
      if (type === 'text') this.inspectors[index] = textInspector(name);
      if (type === 'instant') this.inspectors[index] = timeInspector();
    });
    this.texts = Int32Array.from(texts);
    this.amounts = Int32Array.from(amounts);
    this.enums = Int32Array.from(ENUMS.filter(({ name }) => isPresent(name)).map(({ index }) => index));
    this.inspectors[FOCUS_COLUMNS.findIndex(({ name }) => name === 'SkuPriceDetails')] = skuInspector();
    this.inspectors[FOCUS_COLUMNS.findIndex(({ name }) => name === 'Tags')] = this.tags.inspect;
  }

  read(cells: Cells, line: number) {
    this.words.set(this.absent);
    this.readTexts(cells, line);
    this.readAmounts(cells, line);
    this.readEnums(cells);
  }

  private readTexts(cells: Cells, line: number) {
    const { texts, words, last, faults } = this;
    for (let at = 0; at < texts.length; at++) {
      const index = texts[at]!;
      const value = cells[index]!;
      if (value === null) {
        words[index >> 5]! |= 1 << (index & 31);
        continue;
      }
      if (value !== last[index]) this.inspect(index, value);
      if (faults[index] !== 0) this.onFault(index, faults[index]!, value, line);
    }
  }

  private inspect(index: number, value: string) {
    this.last[index] = value;
    this.faults[index] = this.inspectors[index]!(value);
    const codes = this.codeOf.get(index);
    if (codes) this.codes[index] = (codes.of.get(value) ?? codes.other) << codes.shift;
  }

  private readAmounts(cells: Cells, line: number) {
    const { amounts, words, last, faults, numbers, parsed } = this;
    for (let at = 0; at < amounts.length; at++) {
      const index = amounts[at]!;
      const value = cells[index]!;
      if (value === null) {
        words[index >> 5]! |= 1 << (index & 31);
        numbers[index] = NaN;
        continue;
      }
      if (value !== last[index]) {
        last[index] = value;
        const number = plainNumber(value);
        faults[index] = Number.isNaN(number) ? numberFaults(value) : 0;
        parsed[index] = Number.isNaN(number) ? Number(value) : number;
      }
      numbers[index] = parsed[index]!;
      if (faults[index] !== 0) this.onFault(index, faults[index]!, value, line);
    }
  }

  private readEnums(cells: Cells) {
    let word = 0;
    for (let at = 0; at < this.enums.length; at++) {
      const index = this.enums[at]!;
      if (cells[index] !== null) word |= this.codes[index]!;
    }
    this.words[ENUM_WORD] = word;
  }
}
