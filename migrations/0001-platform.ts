import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Platform1764000000001 implements MigrationInterface {
  async up(runner: QueryRunner) {
    await runner.query(`
      create table idempotency_key (
        actor text not null, key text not null, request text not null, created_at timestamptz not null,
        status int, answer jsonb, location text, primary key (actor, key)
      );
      create table audit_entry (
        id uuid primary key, at timestamptz not null, actor text not null, action text not null,
        subject_type text not null, subject_id text not null, before jsonb, after jsonb,
        note text, request_id text, address text
      );
      create index audit_entry_subject on audit_entry (subject_type, subject_id, at);
      create index audit_entry_at on audit_entry (at, id);`);
  }

  async down(runner: QueryRunner) {
    await runner.query('drop table audit_entry, idempotency_key');
  }
}
