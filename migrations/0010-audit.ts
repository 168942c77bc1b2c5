import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Entries wait here from the transaction that wrote them until they are sealed; it is emptied all the time. */
const PENDING = `
  create table audit_pending (entry_id uuid primary key, noted_at timestamptz not null default clock_timestamp())
    with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000);
  create function audit_note_entry() returns trigger language plpgsql as $$
  begin
    insert into audit_pending (entry_id) values (new.id);
    return null;
  end $$;
  create trigger audit_entry_noted after insert on audit_entry for each row execute function audit_note_entry();
  insert into audit_pending (entry_id) select id from audit_entry;`;

const CHAIN = `
  create table audit_seal (position bigint primary key, entry_id uuid not null unique, hash bytea not null);
  create table audit_head (
    position bigint primary key, hash bytea not null, signed_at timestamptz not null,
    signature bytea not null, key_id text not null
  );
  create table audit_segment (
    first_position bigint primary key, last_position bigint not null unique,
    previous_hash bytea not null, last_hash bytea not null, forgotten_at timestamptz not null,
    signature bytea not null, key_id text not null
  );
  create table audit_stream (name text primary key, position bigint not null);`;

/** Only \`audit_forget\` deletes, and what it deletes a segment must stand for. */
const APPEND_ONLY = `
  create function audit_refuse_change() returns trigger language plpgsql as $$
  begin
    if tg_op = 'DELETE' and current_setting('cloudgov.audit_forgets', true) = 'on' then return null; end if;
    raise exception '% is append-only', tg_table_name using errcode = 'insufficient_privilege';
  end $$;
  create function audit_forget(segment_end bigint) returns void language plpgsql
    security definer set search_path = public, pg_temp as $$
  begin
    if not exists (select from audit_segment where last_position = segment_end)
      or not exists (select from audit_seal where position > segment_end) then
      raise exception 'no segment ends at %', segment_end;
    end if;
    perform set_config('cloudgov.audit_forgets', 'on', true);
    delete from audit_entry e using audit_seal s where s.entry_id = e.id and s.position <= segment_end;
    delete from audit_head where position <= segment_end;
    delete from audit_seal where position <= segment_end;
    perform set_config('cloudgov.audit_forgets', 'off', true);
  end $$;
  revoke execute on function audit_forget(bigint) from public;`;

const KEPT = ['audit_entry', 'audit_seal', 'audit_head', 'audit_segment'];

const refuseChanges = (table: string) =>
  `create trigger ${table}_append_only before update or delete or truncate on ${table}
     for each statement execute function audit_refuse_change();`;

export class Audit1764000000010 implements MigrationInterface {
  async up(runner: QueryRunner) {
    for (const sql of [PENDING, CHAIN, APPEND_ONLY, ...KEPT.map(refuseChanges)]) await runner.query(sql);
  }

  async down(runner: QueryRunner) {
    await runner.query(`
      drop trigger audit_entry_noted on audit_entry;
      drop trigger audit_entry_append_only on audit_entry;
      drop table audit_pending, audit_seal, audit_head, audit_segment, audit_stream;
      drop function audit_note_entry, audit_refuse_change, audit_forget;`);
  }
}
