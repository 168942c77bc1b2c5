import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Budgets1764000000007 implements MigrationInterface {
  async up(runner: QueryRunner) {
    await runner.query(`
      create table budget (
        id uuid primary key, name text not null, "limit" numeric not null, currency char(3) not null, period text not null,
        starts_on date, ends_on date, metric text not null, scope jsonb, parent_id uuid,
        thresholds jsonb not null, plan jsonb not null, state text, checked_at timestamptz,
        declared_in text, is_demo boolean not null default false, created_at timestamptz not null, updated_at timestamptz not null, version int not null default 1,
        made_by jsonb not null
      );
      create index budget_name on budget (name, id);

      create table budget_firing (
        budget_id uuid not null references budget on delete cascade, period_start date not null, basis text not null,
        measure text not null, fired_at timestamptz not null, primary key (budget_id, period_start, basis, measure)
      );`);
  }

  async down(runner: QueryRunner) {
    await runner.query('drop table budget_firing, budget');
  }
}
