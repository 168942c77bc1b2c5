import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Inventory1764000000003 implements MigrationInterface {
  async up(runner: QueryRunner) {
    await runner.query(`
      create table cloud_account (
        id uuid primary key, provider text not null, external_id text not null, name text not null,
        origin text not null, is_demo boolean not null default false, retired_at timestamptz, settings jsonb,
        created_at timestamptz not null, updated_at timestamptz not null, version int not null default 1
      );
      create unique index cloud_account_native on cloud_account (provider, external_id);

      create table tag_set (id int generated always as identity primary key, hash bytea not null unique, tags jsonb not null);
      create index tag_set_tags on tag_set using gin (tags);

      create table resource_ref (
        id uuid primary key, account_id uuid not null references cloud_account, native_id text not null,
        unique (account_id, native_id)
      );
      create index resource_ref_native on resource_ref (native_id);

      create table resource (
        id uuid primary key, account_id uuid not null references cloud_account, provider text not null,
        native_id text not null, region text, service text, category text, type text, name text not null,
        state text not null, tags jsonb not null, first_seen_at timestamptz not null, last_seen_at timestamptz not null,
        monthly_cost numeric, currency char(3), open_findings int not null default 0,
        open_recommendations int not null default 0
      );
      create unique index resource_native on resource (account_id, native_id);
      create index resource_tags on resource using gin (tags);
      create index resource_name on resource (name, id);
      create index resource_monthly_cost on resource (monthly_cost, id);
      create index resource_last_seen on resource (last_seen_at, id);`);
  }

  async down(runner: QueryRunner) {
    await runner.query('drop table resource, resource_ref, tag_set, cloud_account');
  }
}
