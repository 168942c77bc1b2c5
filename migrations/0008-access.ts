import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Access1764000000008 implements MigrationInterface {
  async up(runner: QueryRunner) {
    await runner.query(`
      create table role (
        id uuid primary key, name text not null, description text, permissions text[] not null,
        created_at timestamptz not null, updated_at timestamptz not null, version int not null default 1
      );
      create unique index role_name on role (name);

      create table role_binding (
        id uuid primary key, principal_type text not null, principal_id text not null, role text not null,
        scope jsonb not null, reason text, granted_by text not null, granted_by_id text not null,
        created_at timestamptz not null, expires_at timestamptz, elevation_id uuid, declared_in text
      );
      create index role_binding_principal on role_binding (principal_type, principal_id);
      create index role_binding_role on role_binding (role, id);
      create index role_binding_expires on role_binding (expires_at);

      create table machine_token (
        id uuid primary key, name text not null, hash bytea not null, hint text not null, created_by text not null,
        created_by_id text not null, created_at timestamptz not null, expires_at timestamptz, last_used_at timestamptz, revoked_at timestamptz,
        revoked_by text
      );
      create unique index machine_token_name on machine_token (name);
      create unique index machine_token_hash on machine_token (hash);

      create table elevation (
        id uuid primary key, principal_type text not null, principal_id text not null, requested_by text not null,
        role text not null, scope jsonb not null, minutes int not null, reason text not null, state text not null,
        requested_at timestamptz not null, decided_by text, decided_at timestamptz, note text, expires_at timestamptz,
        ended_by text, ended_at timestamptz, version int not null default 1
      );
      create index elevation_state on elevation (state, expires_at);
      create index elevation_requested on elevation (requested_at, id);`);
  }

  async down(runner: QueryRunner) {
    await runner.query('drop table elevation, machine_token, role_binding, role');
  }
}
