import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Secrets1764000000011 implements MigrationInterface {
  async up(runner: QueryRunner) {
    await runner.query(`
      create table secret (
        id uuid primary key, owner_type text not null, owner_id text not null, name text not null,
        ciphertext bytea not null, key_id text not null, created_at timestamptz not null, updated_at timestamptz not null,
        unique (owner_type, owner_id, name)
      );
      create index secret_key_id on secret (key_id, id);`);
  }

  async down(runner: QueryRunner) {
    await runner.query('drop table secret');
  }
}
