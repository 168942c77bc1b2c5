import type { MigrationInterface, QueryRunner } from 'typeorm';
import { raiseWalls } from './walls/raise-walls.js';

const LISTINGS = `
  -- One type of resource in one region of an account; who began it last owns it, and earlier ones write no more.
  create table inventory_listing (
    id uuid primary key, account_id uuid not null references cloud_account on delete cascade, region text not null,
    type text not null, state text not null default 'never', reason text, completed_at timestamptz, tried_at timestamptz,
    resources int not null default 0, begun_by text, sync_id uuid, is_refused boolean not null default false
  );
  create unique index inventory_listing_place on inventory_listing (account_id, region, type);

  create table inventory_sync (
    id uuid primary key, kind text not null, state text not null, account_ids uuid[], regions text[], types text[],
    listings_total int not null default 0, listings_done int not null default 0, listings_stale int not null default 0,
    resources_seen int not null default 0, resources_added int not null default 0,
    resources_changed int not null default 0, resources_deleted int not null default 0,
    created_by text not null, created_by_id text not null, created_at timestamptz not null, started_at timestamptz, ended_at timestamptz,
    changed_in xid8
  );
  create index inventory_sync_created on inventory_sync (created_at, id);
  create index inventory_sync_changed_in on inventory_sync (changed_in);
  create trigger inventory_sync_changed before insert or update on inventory_sync
    for each row execute function note_change();`;

/**
 * A resource that has a listing is told by its cloud, whose words then win; bill_tags are what its bills say, and billed_at
 * is the newest day that any of them does. What the cloud says at length lies apart, because bills and costs rewrite the
 * rows of `resource` day by day.
 */
const RESOURCES = `
  alter table resource drop column configuration, add column listing_id uuid, add column told_hash text,
    add column bill_tags jsonb, add column cloud_tags jsonb, add column billed_at timestamptz,
    add column created_at timestamptz;
  create index resource_listing on resource (listing_id) where listing_id is not null;

  create table resource_configuration (
    resource_id uuid primary key references resource on delete cascade, account_id uuid not null,
    configuration jsonb not null
  );
  create index resource_configuration_paths on resource_configuration using gin (configuration jsonb_path_ops);

  -- The other end may lie in another account, and need not be known.
  drop table resource_relation;
  create table resource_relation (
    account_id uuid not null, from_id uuid not null, kind text not null, native_id text not null,
    primary key (from_id, kind, native_id)
  );
  create index resource_relation_native on resource_relation (native_id);`;

export class Sync1764000000012 implements MigrationInterface {
  async up(runner: QueryRunner) {
    await runner.query(LISTINGS);
    await runner.query(RESOURCES);
    await runner.query(`
      alter table cloud_account add column has_credential boolean not null default false, add column credential_env text`);
    await raiseWalls(runner);
  }

  async down(runner: QueryRunner) {
    await runner.query(`
      drop table inventory_sync, inventory_listing, resource_configuration, resource_relation;
      create table resource_relation (
        from_id uuid not null, kind text not null, to_id uuid not null, primary key (from_id, kind, to_id)
      );
      alter table resource drop column listing_id, drop column told_hash, drop column bill_tags, drop column cloud_tags,
        drop column billed_at, drop column created_at, add column configuration jsonb;
      alter table cloud_account drop column has_credential, drop column credential_env`);
  }
}
