import { once } from 'node:events';
import type { Writable } from 'node:stream';
import type { Connection } from '#data';
import { columnOf } from '../focus/columns.js';
import type { ChargeRow } from '../reading/source.js';
import { copyCells, escapeCell } from './copy-text.js';
import { Columns, type Interner, type RowPlace } from './interner.js';
import { ensurePartitions } from './partitions.js';

const KEYS = 'statement_id, billing_period, account_id, line, resource_uid, tag_set_id';

interface Stream {
  writable: Writable;
  failure?: Error;
}

/** Writes the rows of one file into the months of `charge` by COPY, waiting whenever the server is slower than the reader. */
export class ChargeWriter {
  private readonly at: Columns;
  private readonly sql: string;
  private stream?: Stream;
  /** The largest line written so far. */
  lastLine: number;

  /** `firstLine` is added to the lines of this file, so that those of several files do not meet. */
  constructor(
    private readonly connection: Connection,
    private readonly interner: Interner,
    columns: readonly string[],
    private readonly firstLine: number,
  ) {
    this.at = new Columns(columns);
    this.lastLine = firstLine;
    this.sql = `copy charge_intake (${KEYS}, ${columns.map(columnOf).join(', ')}, x) from stdin with (null '')`;
  }

  async write(rows: ChargeRow[]): Promise<void> {
    if (!rows.length) return;
    const places = rows.map((row) => this.interner.placeOf(row, this.at));
    await this.makeRoom();
    await this.interner.resolve();
    let text = '';
    for (const [index, row] of rows.entries()) text += this.encode(row, places[index]!);
    await this.send(text);
    this.lastLine = this.firstLine + rows.at(-1)!.line;
  }

  /** The line before that of a row; the largest one where there is none. */
  lineBefore(row: ChargeRow | undefined): number {
    return row ? this.firstLine + row.line - 1 : this.lastLine;
  }

  /** Ends the COPY; only then has the server taken every row. */
  async end(): Promise<void> {
    const { stream } = this;
    if (!stream) return;
    this.stream = undefined;
    if (stream.failure) throw stream.failure;
    const finished = once(stream.writable, 'finish');
    stream.writable.end();
    await finished;
  }

  /** Breaks the COPY off; the server forgets its rows. */
  async abort(): Promise<void> {
    const { stream } = this;
    if (!stream) return;
    this.stream = undefined;
    const closed = new Promise((done) => stream.writable.once('close', done));
    stream.writable.destroy(new Error('the import is broken off'));
    if (!stream.writable.closed) await closed;
  }

  /** A COPY that is under way does not know partitions made after it began. */
  private async makeRoom() {
    const days = this.interner.newDays;
    if (!days.length) return;
    await this.end();
    await ensurePartitions(this.connection.query, days);
  }

  private encode({ line, values, x, needsEscape }: ChargeRow, { statement, account, resource, tagSet }: RowPlace) {
    statement.rows++;
    const key = `${statement.id}\t${statement.start}\t${account.id}\t${this.firstLine + line}\t`;
    const refs = `${resource === null ? '' : resource.id}\t${tagSet.id}\t`;
    return `${key}${refs}${copyCells(values, needsEscape)}\t${x === null ? '' : escapeCell(x)}\n`;
  }

  private async send(text: string) {
    const stream = (this.stream ??= this.open());
    if (stream.failure) throw stream.failure;
    if (!stream.writable.write(Buffer.from(text, 'utf8'))) await once(stream.writable, 'drain');
  }

  private open(): Stream {
    const stream: Stream = { writable: this.connection.copyFrom(this.sql) };
    stream.writable.on('error', (error: Error) => (stream.failure = error));
    return stream;
  }
}
