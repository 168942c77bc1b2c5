import { Injectable } from '@nestjs/common';
import { DomainError, systemCaller } from '#common';
import { isAway } from '#data';
import { Activation } from './activation.js';
import { Deliveries, digestOf } from './deliveries.js';
import { DeliveryReader, type ImportWork } from './delivery-reader.js';
import { ImportRecords, type ImportRecord, type Reading } from './import-records.js';

/** Above this share of unreadable rows a delivery waits for a person: the file is more likely broken than the bill. */
const MOST_UNREADABLE = 0.01;

/** A refusal tells what was found as well; its message names what was expected. */
function messageOf(error: Error): string {
  if (!(error instanceof DomainError)) return `Something went wrong on our side: ${error.message}`;
  const { found } = error.details as { found?: string | string[] };
  if (!Array.isArray(found) || found.every((each) => error.message.includes(each))) return error.message;
  return `${error.message} Found: ${found.slice(0, 100).join(', ')}.`;
}

/** One import from its files to its place in the books. */
@Injectable()
export class ImportRun {
  constructor(
    private readonly records: ImportRecords,
    private readonly deliveries: Deliveries,
    private readonly reader: DeliveryReader,
    private readonly activation: Activation,
  ) {}

  /** Throws only what another attempt may mend; anything else ends the import, with its reason. */
  async run(work: ImportWork): Promise<object> {
    const record = await this.records.begin(work.payload.importId);
    if (!record) return { state: 'ended before' };
    try {
      const state = await this.import(record, work);
      await this.deliveries.forget(record.id);
      return { state };
    } catch (error) {
      if (work.signal.aborted || isAway(error) || !(error instanceof Error)) throw error;
      return this.fail(record, work, error);
    }
  }

  private async fail({ id }: ImportRecord, work: ImportWork, error: Error) {
    const state = error instanceof DomainError && error.code === 'INVALID' ? 'refused' : 'failed';
    await work.commit(() => this.records.end(id, state, messageOf(error)));
    await this.deliveries.forget(id);
    return { state, error: messageOf(error) };
  }

  private async import(record: ImportRecord, work: ImportWork): Promise<string> {
    const files = await this.deliveries.files(record.id, record.place, work.signal);
    const digest = digestOf(files);
    const bytesTotal = files.reduce((sum, { bytes }) => sum + bytes, 0);
    await this.records.describe(record.id, { names: files.map(({ name }) => name), digest, bytesTotal });
    const same = await this.records.sameAs(record, digest);
    if (same) {
      await work.commit(() => this.records.repeat(record.id, same));
      return 'unchanged';
    }
    return this.conclude(record, work, await this.reader.read(record, files, work));
  }

  private async conclude({ id, isDemo, createdBy }: ImportRecord, work: ImportWork, reading: Reading) {
    const attempt = work.run.fence;
    const { rowsRead, rowsQuarantined } = reading;
    if (rowsQuarantined > rowsRead * MOST_UNREADABLE) {
      const share = `${rowsQuarantined} of ${rowsRead} rows cannot be read, more than 1 %`;
      const advice = 'What was active before still is. See the quarantine, then mend the file or force this import.';
      await work.commit(() => this.records.hold(id, attempt, `${share}. ${advice}`));
      return 'held';
    }
    await work.commit(() => this.activation.activate(systemCaller(createdBy), { id, isDemo, attempt }));
    return 'done';
  }
}
