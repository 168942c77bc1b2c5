import { own } from '../own.js';
import { BoundedCache } from './bounded-cache.js';
import { INVALID_BYTES, Marker } from './marker.js';

const [LF, CR, QUOTE] = [10, 13, 34];
const [CAPITAL_N, CAPITAL_U, CAPITAL_L] = [78, 85, 76];
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

/** What a field comes to instead of its end. */
const [OPEN, STRAY] = [-1, -2];

const REASONS = new Map([
  [OPEN, 'A quoted field is never closed.'],
  [STRAY, 'A quote stands inside a field that is not quoted, or text follows a closing quote.'],
]);

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
  /** Fields of the row, once it is read to its end. */
  private found = 0;
  private readonly empty: null[];
  private readonly last: number;
  private readonly delimiterCode: number;
  private readonly unquoted = new BoundedCache((text) => text.replaceAll('""', '"'));
  private readonly quote = new Marker('"');
  private readonly nul = new Marker('\0');
  private readonly invalid = new Marker(INVALID_BYTES);
  private readonly backslash = new Marker('\\');
  private readonly tab = new Marker('\t');
  private readonly return = new Marker('\r');

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
    return own(this.text.slice(start, Math.min(end, start + RAW_LIMIT)));
  }

  /**
   * Reads the rows of a text that ends with a line feed, and answers what is left over: the beginning of a row whose
   * quoted field goes on in the next text. Nothing is left over from the `final` one.
   */
  read(text: string, final: boolean): string {
    this.text = text;
    for (const marker of [this.quote, this.nul, this.invalid, this.backslash, this.tab, this.return]) marker.reset();
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
    this.start = 0;
    this.end = head.length;
    this.sink.bad(this.lengthFault(), this);
    this.line++;
  }

  private rowAt(from: number, final: boolean): number {
    const lineEnd = this.text.indexOf('\n', from);
    this.start = from;
    this.end = lineEnd > from && this.text.charCodeAt(lineEnd - 1) === CR ? lineEnd - 1 : lineEnd;
    if (this.end - from > this.maxRowLength) this.sink.bad(this.lengthFault(), this);
    else if (this.quote.isBefore(this.text, from, lineEnd)) return this.quotedRow(from, lineEnd, final);
    else if (this.end > from) this.plainRow(from);
    this.line++;
    return lineEnd + 1;
  }

  private plainRow(from: number) {
    const { text, delimiter, end, last } = this;
    this.cells = this.empty.slice();
    let at = from;
    for (let index = 0; index < last; index++) {
      const to = text.indexOf(delimiter, at);
      if (to < 0 || to >= end) return this.sink.bad(this.widthFault(index + 1), this);
      this.keep(at, to, index);
      at = to + 1;
    }
    const more = text.indexOf(delimiter, at);
    if (more >= 0 && more < end) return this.sink.bad(this.widthFault(this.fieldsOfLine()), this);
    this.keep(at, end, last);
    this.handOver(1);
  }

  /** Cuts out a cell. */
  private keep(from: number, to: number, index: number) {
    if (from === to || (to - from === 4 && this.isNull(from))) return;
    this.cells[index] = this.text.slice(from, to);
  }

  /** Whether the literal NULL stands here, as some providers write for nothing. */
  private isNull(at: number): boolean {
    const { text } = this;
    return (
      text.charCodeAt(at) === CAPITAL_N &&
      text.charCodeAt(at + 1) === CAPITAL_U &&
      text.charCodeAt(at + 2) === CAPITAL_L &&
      text.charCodeAt(at + 3) === CAPITAL_L
    );
  }

  private quotedRow(from: number, lineEnd: number, final: boolean): number {
    this.cells = this.empty.slice();
    const outcome = this.quotedFields(from);
    if (outcome === OPEN && !final && this.text.length - from <= this.maxRowLength) return -1;
    if (outcome < 0 || this.found !== this.width) {
      this.sink.bad(REASONS.get(outcome) ?? this.widthFault(this.found), this);
      this.line++;
      return lineEnd + 1;
    }
    this.end = this.text.charCodeAt(outcome - 1) === CR ? outcome - 1 : outcome;
    const lines = outcome === lineEnd ? 1 : this.linesBetween(from, outcome + 1);
    this.handOver(lines);
    this.line += lines;
    return outcome + 1;
  }

  /** Reads fields into `cells` until the row ends, and answers its line feed, or what is wrong. */
  private quotedFields(from: number): number {
    const { text, delimiterCode } = this;
    let at = from;
    for (let index = 0; ; index++) {
      const to = this.field(at, index);
      if (to < 0) return to;
      const code = text.charCodeAt(to);
      if (code !== delimiterCode) {
        this.found = index + 1;
        return code === CR ? to + 1 : to;
      }
      at = to + 1;
    }
  }

  /** The end of a field, which is a delimiter or a line end; negative for what is wrong with it. */
  private field(from: number, index: number): number {
    return this.text.charCodeAt(from) === QUOTE ? this.quotedField(from, index) : this.plainField(from, index);
  }

  private plainField(from: number, index: number): number {
    const { text, delimiterCode } = this;
    let to = from;
    for (; ; to++) {
      const code = text.charCodeAt(to);
      if (code === delimiterCode || code === LF) break;
      if (code === QUOTE) return STRAY;
    }
    if (to > from && text.charCodeAt(to) === LF && text.charCodeAt(to - 1) === CR) to--;
    this.keep(from, to, index);
    return to;
  }

  private quotedField(from: number, index: number): number {
    const { text } = this;
    let close = text.indexOf('"', from + 1);
    if (close < 0) return OPEN;
    if (text.charCodeAt(close + 1) === QUOTE) {
      close = this.closingQuote(close);
      if (close < 0) return OPEN;
      this.cells[index] = this.unquoted.get(text.slice(from + 1, close));
    } else this.keep(from + 1, close, index);
    return this.isFieldEnd(close + 1) ? close + 1 : STRAY;
  }

  /** The quote that closes a field, from the first doubled one on; where one is, there mostly are many. */
  private closingQuote(doubled: number): number {
    const { text } = this;
    for (let at = doubled; at < text.length; at++) {
      if (text.charCodeAt(at) !== QUOTE) continue;
      if (text.charCodeAt(at + 1) !== QUOTE) return at;
      at++;
    }
    return OPEN;
  }

  private isFieldEnd(at: number): boolean {
    const code = this.text.charCodeAt(at);
    return code === this.delimiterCode || code === LF || (code === CR && this.text.charCodeAt(at + 1) === LF);
  }

  private handOver(lines: number) {
    const { text, start, end, sink } = this;
    if (this.nul.isBefore(text, start, end)) return sink.bad('The row holds a NUL character.', this);
    if (this.invalid.isBefore(text, start, end)) return sink.bad('The row holds bytes that are no text.', this);
    this.needsEscape =
      lines > 1 ||
      this.backslash.isBefore(text, start, end) ||
      this.tab.isBefore(text, start, end) ||
      this.return.isBefore(text, start, end);
    sink.row(this.cells, this);
  }

  private linesBetween(from: number, to: number): number {
    let lines = 0;
    for (let at = this.text.indexOf('\n', from); at >= 0 && at < to; at = this.text.indexOf('\n', at + 1)) lines++;
    return lines;
  }

  private fieldsOfLine = () => this.text.slice(this.start, this.end).split(this.delimiter).length;

  private lengthFault = () => `The row is longer than ${this.maxRowLength} characters.`;

  private widthFault(found: number) {
    const kind = found < this.width ? 'narrow' : 'wide';
    return `The row is too ${kind}: ${found} fields where the header has ${this.width}.`;
  }
}
