import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Forecast1764000000006 implements MigrationInterface {
  async up(runner: QueryRunner) {
    await runner.query(`
      create table forecast_model (
        key text primary key, stamp text not null, subject jsonb not null, models jsonb not null,
        fitted_at timestamptz not null, used_at timestamptz not null
      );`);
  }

  async down(runner: QueryRunner) {
    await runner.query('drop table forecast_model');
  }
}
