import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { Clock, DomainError, invalid, newId, type Caller } from '#common';
import { Database } from '#data';
import { Auditor, Jobs } from '#platform';
import type { CostImport } from './cost-import.view.js';
import { DemoImports } from './demo-imports.js';
import { Deliveries, digestOf, type Place } from './deliveries.js';
import { MOST_FILES, type IncomingFile } from './import-body.js';
import { ImportRecords } from './import-records.js';
import { ImportsService } from './imports.service.js';
import type { SpooledFile } from './spool.js';

export const IMPORT_JOB = 'cost.import';

/** Deliveries of one source replace one another; most installations have but one. */
export const DEFAULT_SOURCE = 'default';

export interface StartOptions {
  source?: string;
  /** Charges of the demo estate, which leaves when the first real bill comes. */
  isDemo?: boolean;
}

const ENDED = ['done', 'held', 'failed', 'refused'];

/** What a start needs beside its own logic. */
@Injectable()
export class StartParts {
  constructor(
    readonly db: Database,
    readonly clock: Clock,
    readonly auditor: Auditor,
    readonly jobs: Jobs,
  ) {}
}

/** Takes deliveries in: their files are on the disk, and their run is in the queue, before anyone is answered. */
@Injectable()
export class ImportStarter {
  constructor(
    private readonly parts: StartParts,
    private readonly records: ImportRecords,
    private readonly deliveries: Deliveries,
    private readonly demo: DemoImports,
  ) {}

  /** One delivery of one or more files, read as they come. Throws `FORBIDDEN` to a narrower scope than everything. */
  async upload(caller: Caller, files: AsyncIterable<IncomingFile>, options: StartOptions = {}): Promise<string> {
    mayImport(caller);
    const id = newId(this.parts.clock.now());
    try {
      const kept: SpooledFile[] = [];
      for await (const { name, stream } of files) {
        if (kept.length === MOST_FILES) throw invalid('file', `must be ${MOST_FILES} files at most`);
        kept.push(await this.deliveries.keep(id, kept.length, name, stream));
      }
      await this.queue(caller, { id, place: { kind: 'spool', files: kept } }, options);
      return id;
    } catch (error) {
      await this.deliveries.forget(id);
      throw error;
    }
  }

  /** The files that `s3://bucket/prefix` or a name in the import folder stands for. Throws `INVALID`. */
  async follow(caller: Caller, uri: string, options: StartOptions = {}): Promise<string> {
    mayImport(caller);
    await this.deliveries.check(uri);
    const id = newId(this.parts.clock.now());
    await this.queue(caller, { id, place: { kind: 'uri', uri } }, options);
    return id;
  }

  private async queue(caller: Caller, { id, place }: { id: string; place: Place }, options: StartOptions) {
    const { source = DEFAULT_SOURCE, isDemo = false } = options;
    const names = place.kind === 'spool' ? place.files.map(({ name }) => name) : [place.uri];
    const digest = place.kind === 'spool' ? digestOf(place.files) : null;
    await this.parts.db.transaction(async () => {
      if (!isDemo) await this.demo.overtake(caller);
      const subject = { type: 'cost_import', id };
      const run = await this.parts.jobs.enqueue(IMPORT_JOB, { importId: id }, { caller, subject });
      const record = { id, source, state: 'queued', place, isDemo, createdBy: caller.actor };
      await this.records.insert({ ...record, names, digest }, run.id);
      await this.parts.auditor.record(caller, {
        action: 'cost_import.create',
        subject,
        after: { source, names, digest },
      });
    });
  }
}

function mayImport({ scope }: Caller) {
  if (scope.kind !== 'all')
    throw new DomainError(
      'FORBIDDEN',
      'A bill covers every account; only a caller who may see them all can import one.',
    );
}

/** The import once it has come to an end, or as it is after so many seconds. */
export async function waitForImport(imports: ImportsService, caller: Caller, id: string, seconds: number) {
  let left = seconds * 1000;
  for (let step = 50; ; step = Math.min(step * 1.5, 500)) {
    const found: CostImport = await imports.get(caller, id);
    if (left <= 0 || ENDED.includes(found.state)) return found;
    await sleep(Math.min(step, left));
    left -= step;
  }
}
