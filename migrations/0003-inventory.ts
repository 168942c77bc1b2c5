import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What the list sorts and filters by; each holds the listed resources alone, so that counting is an index-only scan.
 * Words with few values leave the id out: equal keys are stored once, which keeps an import's writes cheap, and the few
 * rows of a page are put in order of id as they are read.
 */
const FEW_VALUES = ['provider', 'region', 'service', 'category', 'type', 'open_findings', 'open_recommendations'];
const MANY_VALUES = ['name', 'monthly_cost', 'last_seen_at'];

const LISTED = 'where retired_at is null';

export class Inventory1764000000003 implements MigrationInterface {
  async up(runner: QueryRunner) {
    await this.accounts(runner);
    await this.resources(runner);
    await this.search(runner);
    await this.version(runner);
  }

  private async accounts(runner: QueryRunner) {
    await runner.query(`
      -- A row that an import has only interned has no activated_at and is seen by nobody; see shown-account.ts.
      create table cloud_account (
        id uuid primary key, provider text not null, external_id text not null, name text not null,
        origin text not null, is_demo boolean not null default false, declared_in text, activated_at timestamptz,
        retired_at timestamptz, settings jsonb, created_at timestamptz not null, updated_at timestamptz not null,
        version int not null default 1
      );
      create unique index cloud_account_native on cloud_account (provider, external_id);

      -- The accounts that have borne the tags together, as far as bills have been added up.
      create table tag_set (
        id int generated always as identity primary key, hash bytea not null unique, tags jsonb not null,
        account_ids uuid[] not null default '{}'
      );
      create index tag_set_tags on tag_set using gin (tags);

      -- The id follows from the other two.
      create table resource_ref (id uuid primary key, account_id uuid not null, native_id text not null);
      create index resource_ref_account on resource_ref (account_id);
      create index resource_ref_native on resource_ref (native_id);

      -- The sets of tags that each resource has been billed under, as far as bills have been added up.
      create table resource_tag_set (
        resource_id uuid not null, tag_set_id int not null, account_id uuid not null, primary key (resource_id, tag_set_id)
      );`);
  }

  private async resources(runner: QueryRunner) {
    await runner.query(`
      create table resource (
        id uuid primary key, account_id uuid not null, provider text not null, native_id text not null, region text,
        service text, category text, type text, name text not null, state text not null, tags jsonb not null,
        first_seen_at timestamptz not null, last_seen_at timestamptz not null, monthly_cost numeric, currency text,
        open_findings int not null default 0, open_recommendations int not null default 0,
        is_demo boolean not null default false, retired_at timestamptz, configuration jsonb,
        search text not null default '', untagged boolean not null default true
      );
      create unique index resource_native on resource (account_id, native_id);
      create index resource_tags on resource using gin (tags);
      create index resource_untagged on resource (name, id) ${LISTED} and untagged;
      ${FEW_VALUES.map((column) => `create index resource_${column} on resource (${column}) ${LISTED};`).join('\n')}
      ${MANY_VALUES.map((column) => `create index resource_${column} on resource (${column}, id) ${LISTED};`).join('\n')}

      create table resource_change (
        account_id uuid not null, resource_id uuid not null, at timestamptz not null, field text not null,
        before jsonb, after jsonb, source text not null, primary key (account_id, resource_id, at, field)
      );
      create table resource_relation (
        from_id uuid not null, kind text not null, to_id uuid not null, primary key (from_id, kind, to_id)
      );`);
  }

  /** Trigrams are an extension: where this role may not have it, the search works all the same, by reading every row. */
  private async search(runner: QueryRunner) {
    await runner.query(`
      create function resource_search() returns trigger language plpgsql as $$
      begin
        new.search := lower(new.name || E'\\n' || new.native_id || E'\\n' ||
          coalesce((select string_agg(value, E'\\n') from jsonb_each_text(new.tags)), ''));
        -- Comparing tags is not leakproof, so no index serves it before the policy has been asked.
        new.untagged := new.tags = '{}';
        return new;
      end $$;
      create trigger resource_search before insert or update of name, native_id, tags on resource
        for each row execute function resource_search();
      do $$
      begin
        create extension if not exists pg_trgm;
        create index resource_search on resource using gin (search gin_trgm_ops);
      exception when insufficient_privilege or undefined_file or feature_not_supported or undefined_object then
        raise notice 'no pg_trgm: inventory searches read every row';
      end $$;`);
  }

  /**
   * The sum of its few rows is the version of the inventory: every statement that may change it adds one, and folds the
   * rows of earlier ones into its own. Rows that other transactions hold are left alone, so that no writer waits.
   */
  private async version(runner: QueryRunner) {
    await runner.query(`
      create table inventory_write (id bigint generated always as identity primary key, n bigint not null);
      create function inventory_write() returns trigger language plpgsql as $$
      begin
        with earlier as (select id from inventory_write order by id limit 20 for update skip locked),
          folded as (delete from inventory_write w using earlier e where w.id = e.id returning w.n)
        insert into inventory_write (n) select coalesce(sum(n), 0) + 1 from folded;
        return null;
      end $$;
      create trigger inventory_write after insert or update or delete or truncate on resource
        for each statement execute function inventory_write();
      create trigger inventory_write after insert or update or delete or truncate on cloud_account
        for each statement execute function inventory_write();`);
  }

  async down(runner: QueryRunner) {
    await runner.query(
      `drop table resource_relation, resource_change, resource, resource_tag_set, resource_ref, tag_set, cloud_account, inventory_write;
       drop function resource_search, inventory_write`,
    );
  }
}
