import type { MigrationInterface, QueryRunner } from 'typeorm';
import { raiseWalls } from './walls/raise-walls.js';

/** What actions have done to the accounts of the simulated cloud; its resources themselves need no rows. */
export class Sandbox1764000000014 implements MigrationInterface {
  async up(runner: QueryRunner) {
    await runner.query(`
      create table sandbox_change (
        id bigint primary key generated always as identity, account text not null, native_id text not null,
        changed_at timestamptz not null, change jsonb not null
      );
      create index sandbox_change_account on sandbox_change (account, id);`);
    await raiseWalls(runner);
  }

  async down(runner: QueryRunner) {
    await runner.query('drop table sandbox_change');
  }
}
