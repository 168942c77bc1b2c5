import type { MigrationInterface, QueryRunner } from 'typeorm';
import { raiseWalls } from './walls/raise-walls.js';

export class Tagging1764000000015 implements MigrationInterface {
  async up(runner: QueryRunner) {
    await runner.query(`
      create table tag_rule (
        id uuid primary key, key text not null, is_required boolean not null default true, allowed_values text[] not null,
        applies_to jsonb, description text, created_at timestamptz not null, updated_at timestamptz not null,
        version int not null default 1
      );
      create index tag_rule_key on tag_rule (key, id);

      create table owner_rule (position int primary key, key text not null, value text, owner text);
      insert into owner_rule (position, key) values (1, 'owner'), (2, 'Owner'), (3, 'team'), (4, 'Team');

      create function owner_of(tags jsonb) returns text language sql stable as $$
        select coalesce(o.owner, tags ->> o.key) from owner_rule o
        where tags ? o.key and (o.value is null or tags ->> o.key = o.value)
          and (o.owner is not null or jsonb_typeof(tags -> o.key) = 'string' and tags ->> o.key <> '')
        order by o.position limit 1
      $$;
      alter table resource add column owner text;
      create index resource_owner on resource (owner) where retired_at is null;
      create function resource_owner() returns trigger language plpgsql as $$
      begin
        new.owner := owner_of(new.tags);
        return new;
      end $$;
      create trigger resource_owner before insert or update of tags on resource
        for each row execute function resource_owner();

      create table saved_view (
        id uuid primary key, name text not null, page text not null, query jsonb not null, is_shared boolean not null default false,
        created_by text not null, created_by_id text not null, created_at timestamptz not null,
        updated_at timestamptz not null, version int not null default 1
      );
      create index saved_view_name on saved_view (name, id);`);
    await raiseWalls(runner);
  }

  async down(runner: QueryRunner) {
    await runner.query(`
      drop trigger resource_owner on resource; drop function resource_owner; alter table resource drop column owner;
      drop function owner_of; drop table saved_view, owner_rule, tag_rule`);
  }
}
