import { detached } from './bounded-cache.js';
import { INVALID_BYTES, Marker } from './marker.js';

const [LF, CR, QUOTE] = [10, 13, 34];
export const RAW_LIMIT = 4096;

/** Where the row being handed over stands. */
export interface RowPlace {
  readonly line: number;
  /** Whether a cell may hold a backslash, tab or line break. */
  readonly needsEscape: boolean;
  /** The row's own text, capped; it is cut only when asked for. */
  raw(): string;
}

export interface RowSink {
  /** A row of the right width; empty cells and the literal NULL are null. The array is the sink's to keep. */
  row(cells: (string | null)[], place: RowPlace): void;
  /** A row that is no row of this table. */
  bad(reason: string, place: RowPlace): void;
}

/** What came of a row read with quotes: where the next one begins, or why it is none. */
type Outcome = number | 'open' | 'stray' | 'narrow' | 'wide';

const REASONS = {
  open: 'A quoted field is never closed.',
  stray: 'A quote stands inside a field that is not quoted, or text follows a closing quote.',
};

/**
 * A strict reader of RFC 4180, fed with blocks of text. A row that is wrong in quoting or width and runs over several
 * lines is given up as its first line only: reading resumes on the next physical line, so that a stray quote takes one
 * line with it and never the rest of the file.
 */
export class CsvRows implements RowPlace {
  line = 1;
  needsEscape = false;
  private text = '';
  private start = 0;
  private end = 0;
  private cells: (string | null)[] = [];
  private readonly empty: null[];
  private readonly last: number;
  private readonly delimiterCode: number;
  private readonly quote = new Marker('"');
  private readonly nul = new Marker('\0');
  private readonly invalid = new Marker(INVALID_BYTES);
  private readonly escapes = [new Marker('\\'), new Marker('\t')] as const;
  private readonly returns = new Marker('\r');

  constructor(
    private readonly delimiter: string,
    private readonly width: number,
    private readonly sink: RowSink,
    private readonly maxRowLength: number,
  ) {
    this.empty = new Array<null>(width).fill(null);
    this.last = width - 1;
    this.delimiterCode = delimiter.charCodeAt(0);
  }

  raw() {
    const { start, end } = this;
    return detached(this.text.slice(start, Math.min(end, start + RAW_LIMIT)));
  }

  /**
   * Reads the rows of a text that ends with a line feed, and answers what is left over: the beginning of a row whose
   * quoted field goes on in the next text. Nothing is left over from the `final` one.
   */
  read(text: string, final: boolean): string {
    this.text = text;
    for (const marker of [this.quote, this.nul, this.invalid, ...this.escapes, this.returns]) marker.reset();
    let from = 0;
    while (from < text.length) {
      const next = this.rowAt(from, final);
      if (next < 0) return text.slice(from);
      from = next;
    }
    return '';
  }

  /** Reports a line so long that its text was never held. */
  overlong(head: string) {
    this.text = head;
    [this.start, this.end] = [0, head.length];
    this.sink.bad(`The line is longer than ${this.maxRowLength} characters.`, this);
    this.line++;
  }

  private rowAt(from: number, final: boolean): number {
    const lineEnd = this.text.indexOf('\n', from);
    this.start = from;
    this.end = lineEnd > from && this.text.charCodeAt(lineEnd - 1) === CR ? lineEnd - 1 : lineEnd;
    if (this.quote.isBefore(this.text, from, lineEnd)) return this.quotedRow(from, lineEnd, final);
    if (this.end > from) this.plainRow(from);
    this.line++;
    return lineEnd + 1;
  }

  private plainRow(from: number) {
    const { text, delimiter, end, last } = this;
    const cells: (string | null)[] = this.empty.slice();
    let at = from;
    for (let index = 0; index < last; index++) {
      const to = text.indexOf(delimiter, at);
      if (to < 0 || to >= end) return this.sink.bad(this.widthFault(index + 1, 'narrow'), this);
      cells[index] = this.cell(at, to);
      at = to + 1;
    }
    const more = text.indexOf(delimiter, at);
    if (more >= 0 && more < end) return this.sink.bad(this.widthFault(this.fieldsOfLine(), 'wide'), this);
    cells[last] = this.cell(at, end);
    this.handOver(cells, 1);
  }

  private cell(from: number, to: number): string | null {
    if (from === to) return null;
    const cell = this.text.slice(from, to);
    return to - from === 4 && cell === 'NULL' ? null : cell;
  }

  private quotedRow(from: number, lineEnd: number, final: boolean): number {
    this.cells = this.empty.slice();
    const outcome = this.quotedFields(from);
    if (typeof outcome === 'number') {
      this.end = this.text.charCodeAt(outcome - 2) === CR ? outcome - 2 : outcome - 1;
      const lines = outcome - 1 === lineEnd ? 1 : this.linesBetween(from, outcome);
      this.handOver(this.cells, lines);
      this.line += lines;
      return outcome;
    }
    if (outcome === 'open' && !final && this.text.length - from <= this.maxRowLength) return -1;
    const isWidth = outcome === 'narrow' || outcome === 'wide';
    this.sink.bad(isWidth ? this.widthFault(this.found, outcome) : REASONS[outcome], this);
    this.line++;
    return lineEnd + 1;
  }

  private found = 0;

  /** Reads fields into `cells` until the row ends. */
  private quotedFields(from: number): Outcome {
    const { text, delimiterCode, width } = this;
    let at = from;
    for (let index = 0; ; index++) {
      const to = text.charCodeAt(at) === QUOTE ? this.quotedField(at, index) : this.plainField(at, index);
      if (to < 0) return to === -1 ? 'open' : 'stray';
      if (text.charCodeAt(to) !== delimiterCode) {
        this.found = index + 1;
        if (this.found !== width) return this.found < width ? 'narrow' : 'wide';
        return text.charCodeAt(to) === CR ? to + 2 : to + 1;
      }
      at = to + 1;
    }
  }

  /** The end of a field without quotes, which is a delimiter or a line end; -2 for a stray quote. */
  private plainField(from: number, index: number): number {
    const { text, delimiterCode } = this;
    let to = from;
    for (; ; to++) {
      const code = text.charCodeAt(to);
      if (code === delimiterCode || code === LF) break;
      if (code === QUOTE) return -2;
    }
    if (text.charCodeAt(to) === LF && to > from && text.charCodeAt(to - 1) === CR) to--;
    if (index < this.width) this.cells[index] = this.cell(from, to);
    return to;
  }

  /** The place behind a closing quote; -1 where there is none, -2 where something else follows it. */
  private quotedField(from: number, index: number): number {
    const { text } = this;
    let close = text.indexOf('"', from + 1);
    let doubled = false;
    while (close >= 0 && text.charCodeAt(close + 1) === QUOTE) {
      doubled = true;
      close = text.indexOf('"', close + 2);
    }
    if (close < 0) return -1;
    if (index < this.width) {
      const cell = this.cell(from + 1, close);
      this.cells[index] = doubled && cell !== null ? cell.replaceAll('""', '"') : cell;
    }
    return this.isFieldEnd(close + 1) ? close + 1 : -2;
  }

  private isFieldEnd(at: number): boolean {
    const code = this.text.charCodeAt(at);
    return code === this.delimiterCode || code === LF || (code === CR && this.text.charCodeAt(at + 1) === LF);
  }

  private handOver(cells: (string | null)[], lines: number) {
    const { text, start, end, sink } = this;
    if (this.nul.isBefore(text, start, end)) return sink.bad('The row holds a NUL character.', this);
    if (this.invalid.isBefore(text, start, end)) return sink.bad('The row holds bytes that are no text.', this);
    this.needsEscape =
      lines > 1 ||
      this.escapes[0].isBefore(text, start, end) ||
      this.escapes[1].isBefore(text, start, end) ||
      this.returns.isBefore(text, start, end);
    sink.row(cells, this);
  }

  private linesBetween(from: number, to: number): number {
    let lines = 0;
    for (let at = this.text.indexOf('\n', from); at >= 0 && at < to; at = this.text.indexOf('\n', at + 1)) lines++;
    return lines;
  }

  private fieldsOfLine = () => this.text.slice(this.start, this.end).split(this.delimiter).length;

  private widthFault(found: number, kind: 'narrow' | 'wide') {
    return `The row is too ${kind}: ${found} fields where the header has ${this.width}.`;
  }
}
