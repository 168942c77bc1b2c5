// A worker process that a test may kill or freeze. It runs what was built, hence plain JavaScript without decorators.
import 'reflect-metadata';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { AccessModule } from '#access';
import { AuditModule } from '#audit';
import { systemCaller } from '#common';
import { Database, DataModule, everything } from '#data';
import { Job, Jobs, PlatformModule, Settings } from '#platform';
import { migrations } from '../../dist/migrations/index.js';

/** Counts to twenty, one transaction each, from wherever an earlier attempt came to. */
class CountJob {
  constructor(db) {
    this.db = db;
  }

  async run({ run, step, commit, signal }) {
    const [{ counted }] = await this.db.query('select count(*)::int as counted from counted where run_id = $1', [
      run.id,
    ]);
    for (let n = counted; n < 20; n++) {
      signal.throwIfAborted();
      await pause(2 + Math.random() * 20);
      await step(() => this.db.query('insert into counted (run_id, n) values ($1, $2)', [run.id, n]));
    }
    await commit(() => this.db.query('insert into finished (run_id) values ($1)', [run.id]));
  }
}
const options = { name: 'fault.count', timeoutMs: 60_000, description: 'Counts.', resumable: true, concurrency: 8 };
Job(options)(CountJob.prototype, 'run', Object.getOwnPropertyDescriptor(CountJob.prototype, 'run'));

const settings = new Settings(process.env);
class Root {}
Module({
  imports: [
    DataModule.for({ url: settings.databaseUrl, migrations, poolSize: settings.poolSize }),
    PlatformModule.for(settings),
    AuditModule,
    AccessModule,
  ],
  providers: [{ provide: CountJob, useFactory: (db) => new CountJob(db), inject: [Database] }],
})(Root);

const start = () => NestFactory.createApplicationContext(Root, { logger: ['error', 'warn'] });
const app = await everything(start);
console.log('ready');
for await (const line of createInterface({ input: process.stdin })) {
  const caller = systemCaller('token:faults');
  for (let n = 0; n < Number(line); n++) await everything(() => app.get(Jobs).enqueue('fault.count', {}, { caller }));
  console.log(`enqueued ${line}`);
}
await everything(() => app.close());
