import { Injectable } from '@nestjs/common';
import { Job } from '#platform';
import type { ImportWork } from './delivery-reader.js';
import { ImportRun } from './import-run.js';
import { IMPORT_JOB } from './import-starter.js';

@Injectable()
export class ImportJob {
  constructor(private readonly importRun: ImportRun) {}

  @Job({
    name: IMPORT_JOB,
    timeoutMs: 24 * 3600_000,
    attempts: 5,
    resumable: true,
    description: 'Brings the files of one delivery into the books.',
  })
  run(work: ImportWork) {
    return this.importRun.run(work);
  }
}
