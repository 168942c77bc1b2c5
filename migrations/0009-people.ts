import type { MigrationInterface, QueryRunner } from 'typeorm';

export class People1764000000009 implements MigrationInterface {
  async up(runner: QueryRunner) {
    await runner.query(`
      create table person (
        id uuid primary key, email text not null, name text, groups text[] not null default '{}', issuer text, subject text,
        origin text not null, disabled_at timestamptz, created_at timestamptz not null, updated_at timestamptz not null,
        last_seen_at timestamptz, version int not null default 1
      );
      create unique index person_email on person (lower(email));
      create unique index person_identity on person (issuer, subject);

      create table session (
        id uuid primary key, hash bytea not null unique, person_id uuid not null references person on delete cascade,
        method text not null, address text, agent text, created_at timestamptz not null, seen_at timestamptz not null,
        expires_at timestamptz not null, ended_at timestamptz, ended_by text
      );
      create index session_person on session (person_id, id);
      create index session_expires on session (expires_at);

      create table sign_in_link (
        id uuid primary key, hash bytea not null unique, kind text not null,
        person_id uuid not null references person on delete cascade, created_by text not null, created_by_id text not null,
        created_at timestamptz not null, expires_at timestamptz not null, used_at timestamptz, revoked_at timestamptz
      );
      create index sign_in_link_person on sign_in_link (person_id, kind);

      create table sign_in_attempt (
        state bytea primary key, browser bytea not null, return_to text not null, expires_at timestamptz not null
      );`);
  }

  async down(runner: QueryRunner) {
    await runner.query('drop table sign_in_attempt, sign_in_link, session, person');
  }
}
