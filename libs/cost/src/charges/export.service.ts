import { createReadStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { Clock, csvLine, dayOf, disarmed, type Caller } from '#common';
import { Database } from '#data';
import { Auditor, begun } from '#platform';
import type { FocusVersion } from '../focus/columns.js';
import { periodOf } from '../spend/spend.query.js';
import { Statements } from '../spend/statements.js';
import { chargeSource, type ChargeSource } from './charge-sql.js';
import { exportColumns } from './export-columns.js';
import type { ExportArgs } from './export.query.js';
import { writeParquet } from './write-parquet.js';

const PAGE = 2000;

type Columns = ReturnType<typeof exportColumns>;

/** The charges that a filter selects, as a FOCUS file: what goes in comes out. */
@Injectable()
export class ExportService {
  constructor(
    private readonly db: Database,
    private readonly statements: Statements,
    private readonly auditor: Auditor,
    private readonly clock: Clock,
  ) {}

  async export(caller: Caller, args: ExportArgs): Promise<Readable> {
    const { filter, format = 'csv', focusVersion = '1.2' } = args;
    const active = await this.statements.active(caller);
    const period = periodOf(args, active.completeThrough, dayOf(this.clock.now()));
    await this.auditor.record(caller, {
      action: 'cost.export',
      subject: { type: 'cost', id: `${period.start}..${period.end}` },
      after: { filter, format, focusVersion },
    });
    const rows = this.lines(chargeSource({ caller, filter }, active, period), focusVersion, format === 'csv');
    return format === 'csv' ? begun(rows) : this.parquet(rows, focusVersion);
  }

  /** Read through a cursor, so that an export of any size passes in constant memory. */
  private async *lines({ sql, params }: ChargeSource, version: FocusVersion, isForPeople: boolean) {
    const columns = exportColumns(version);
    let head = csvLine(columns.map(({ name }) => name));
    const select = `select array[${columns.map(({ sql: each }) => each).join(', ')}] as cells ${sql}`;
    for await (const rows of this.db.pages<{ cells: (string | null)[] }>(select, params.values, PAGE)) {
      yield head + rows.map(({ cells }) => csvLine(isForPeople ? safe(cells, columns) : cells)).join('');
      head = '';
    }
    if (head) yield head;
  }

  /** A Parquet file ends with its index, so it is written aside first. */
  private async parquet(rows: AsyncIterable<string>, version: FocusVersion): Promise<Readable> {
    const folder = await mkdtemp(join(tmpdir(), 'cloudgov-export-'));
    const remove = () => rm(folder, { recursive: true, force: true });
    try {
      const file = await writeParquet(rows, exportColumns(version), folder);
      const stream = createReadStream(file);
      stream.once('close', () => void remove());
      return stream;
    } catch (error) {
      await remove();
      throw error;
    }
  }
}

const safe = (cells: (string | null)[], columns: Columns) =>
  cells.map((text, index) => (text !== null && columns[index]!.type === 'text' ? disarmed(text) : text));
