import type { MigrationInterface, QueryRunner } from 'typeorm';

/** For tables whose changes are told at once: each row bears the transaction that wrote it last. */
const NOTE_CHANGE = `
  create function note_change() returns trigger language plpgsql as $$
  begin
    new.changed_in := pg_current_xact_id();
    perform pg_notify('cloudgov', 'changed ' || tg_table_name);
    return new;
  end $$;`;

export class Platform1764000000001 implements MigrationInterface {
  async up(runner: QueryRunner) {
    await runner.query(`
      create table idempotency_key (
        actor_id text not null, key text not null, request text not null, created_at timestamptz not null,
        status int, answer jsonb, location text, primary key (actor_id, key)
      );
      create table audit_entry (
        id uuid primary key, at timestamptz not null, actor text not null, actor_id text not null, action text not null,
        subject_type text not null, subject_id text not null, before jsonb, after jsonb,
        note text, request_id text, address text
      );
      create index audit_entry_subject on audit_entry (subject_type, subject_id, at);
      create index audit_entry_at on audit_entry (at, id);
      create index audit_entry_actor on audit_entry (actor, at, id);
      create index audit_entry_actor_id on audit_entry (actor_id, at, id);
      create index audit_entry_action on audit_entry (action, at, id);
      create index audit_entry_request on audit_entry (request_id, at, id);`);
    await runner.query(NOTE_CHANGE);
  }

  async down(runner: QueryRunner) {
    await runner.query('drop function note_change');
    await runner.query('drop table audit_entry, idempotency_key');
  }
}
