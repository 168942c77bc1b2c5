import { Injectable } from '@nestjs/common';
import { Clock } from '#common';
import { Database, type Connection } from '#data';
import { Metrics, type JobContext } from '#platform';
import { openSource, type Batch, type ChargeRow, type Source } from '../reading/index.js';
import { AddingUp, all } from './adding-up.js';
import { ChargeWriter } from './charge-writer.js';
import { DeliveryConformance } from './conformance-of-delivery.js';
import type { DeliveredFile } from './deliveries.js';
import { ImportRecords, type ImportRecord, type Reading } from './import-records.js';
import { Interner } from './interner.js';
import { Quarantine } from './quarantine.js';
import { Segments, type Period } from './segments.js';

export type ImportWork = JobContext<{ importId: string }>;

/** How often the counts of a running import are written. */
const TOLD_EVERY_ROWS = 50_000;

type CountRows = (outcome: 'accepted' | 'quarantined', rows: number) => void;

type PeriodOf = (row: ChargeRow) => Period;

function periodsIn({ columns }: Source): PeriodOf {
  const [start, end] = [columns.indexOf('ChargePeriodStart'), columns.indexOf('ChargePeriodEnd')];
  return ({ values }) => [values[start] ?? null, values[end] ?? null];
}

/** One attempt at one delivery. */
class Attempt {
  readonly reading: Reading = {
    rowsRead: 0,
    rowsAccepted: 0,
    rowsQuarantined: 0,
    bytesRead: 0,
    focusVersion: null,
    conformance: null,
    accounts: [],
  };
  private readonly quarantine: Quarantine;
  private readonly conformance = new DeliveryConformance();
  private readonly segments = new Segments();
  private readonly addingUp: AddingUp;
  private readonly bytesTotal: number;
  private bytesBefore = 0;
  private lines = 0;
  private besideAmortized = false;

  constructor(
    private readonly work: ImportWork,
    private readonly records: ImportRecords,
    private readonly place: { db: Database; connection: Connection; interner: Interner; countRows: CountRows },
    private readonly files: DeliveredFile[],
  ) {
    this.quarantine = new Quarantine(place.db, work.payload.importId);
    const statements = () => [...place.interner.statements.values()];
    this.addingUp = new AddingUp(place.db, statements, () => this.segments.isMixed);
    this.bytesTotal = files.reduce((sum, { bytes }) => sum + bytes, 0);
  }

  async readAll(): Promise<Reading> {
    this.besideAmortized = this.files.length > 1 && (await this.hasAmortized());
    try {
      for (const file of this.files) await this.read(file);
    } finally {
      await this.addingUp.settle();
    }
    this.reading.conformance = this.conformance.report();
    this.reading.accounts = this.place.interner.accountsNamed;
    return this.reading;
  }

  /** Adds up what was read, and waits until all it names is stored. */
  async addUp(): Promise<void> {
    if (!this.place.interner.statements.size) return;
    this.work.signal.throwIfAborted();
    this.work.progress(this.reading.bytesRead, this.reading.bytesRead, 'adding up');
    await all([this.addingUp.finish(this.lines), this.place.interner.end()]);
  }

  /** Azure exports usage twice, as billed and amortised; where both come together, it counts once. */
  private async hasAmortized(): Promise<boolean> {
    for (const { name, path } of this.files) {
      const source = await openSource(path, name);
      await source.close();
      if (source.kind === 'azure-ea-amortized') return true;
    }
    return false;
  }

  private async read({ name, path, bytes }: DeliveredFile) {
    const source = await openSource(path, name);
    this.reading.focusVersion ??= source.kind === 'focus' ? source.version : null;
    try {
      await this.copy(source, name);
    } finally {
      await source.close();
    }
    this.bytesBefore += bytes;
  }

  private async copy(source: Source, name: string) {
    const writer = new ChargeWriter(this.place.connection, this.place.interner, source.columns, this.lines);
    const judge = this.conformance.of(source);
    const periodOf = periodsIn(source);
    let writing = Promise.resolve();
    try {
      for await (const batch of source.batches({ besideAmortized: this.besideAmortized, judge })) {
        this.work.signal.throwIfAborted();
        await writing;
        writing = this.write(writer, { name, periodOf }, batch);
        writing.catch(() => undefined);
      }
      await writing;
      await writer.end();
    } finally {
      await writing.catch(() => undefined);
      await writer.abort();
    }
    this.lines = writer.lastLine;
  }

  /** Goes on while the next batch is being read, so that neither side waits for the other. */
  private async write(writer: ChargeWriter, { name, periodOf }: { name: string; periodOf: PeriodOf }, batch: Batch) {
    const { rows, quarantined } = batch;
    await writer.write(rows);
    const full = this.segments.add(rows.length, (row) => periodOf(rows[row]!));
    if (full !== undefined) {
      await writer.end();
      await this.addingUp.take(writer.lineBefore(rows[full]));
      await this.place.interner.tellBearers();
    }
    await this.quarantine.add(name, quarantined);
    await this.count(batch);
  }

  private async count({ rows, quarantined, bytesRead }: Batch) {
    const { reading } = this;
    const before = Math.floor(reading.rowsRead / TOLD_EVERY_ROWS);
    reading.rowsAccepted += rows.length;
    reading.rowsQuarantined += quarantined.length;
    reading.rowsRead += rows.length + quarantined.length;
    reading.bytesRead = this.bytesBefore + bytesRead;
    this.place.countRows('accepted', rows.length);
    this.place.countRows('quarantined', quarantined.length);
    this.work.progress(reading.bytesRead, this.bytesTotal, `${reading.rowsRead} rows read`);
    if (before < Math.floor(reading.rowsRead / TOLD_EVERY_ROWS))
      await this.records.count(this.work.payload.importId, reading);
  }
}

/** Brings the rows of a delivery to their final place, added up and seen by nobody. */
@Injectable()
export class DeliveryReader {
  private readonly rows;

  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly records: ImportRecords,
    metrics: Metrics,
  ) {
    this.rows = metrics.counter({
      name: 'cloudgov_import_rows_total',
      help: 'Rows of bills by what became of them.',
      labelNames: ['outcome'],
    });
  }

  /** Throws `FileRefused` for a file that is no bill or cannot be read to its end. */
  async read({ id, source, isDemo }: ImportRecord, files: DeliveredFile[], work: ImportWork): Promise<Reading> {
    const facts = { id, source, isDemo, attempt: work.run.fence };
    const interner = new Interner((sql, params) => this.db.query(sql, params), this.clock, facts);
    const countRows: CountRows = (outcome, rows) => this.rows.inc({ outcome }, rows);
    return this.db.withConnection(async (connection) => {
      const attempt = new Attempt(work, this.records, { db: this.db, connection, interner, countRows }, files);
      const reading = await attempt.readAll();
      await this.records.read(id, reading);
      await attempt.addUp();
      return reading;
    });
  }
}
