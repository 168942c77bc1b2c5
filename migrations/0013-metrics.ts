import type { MigrationInterface, QueryRunner } from 'typeorm';
import { raiseWalls } from './walls/raise-walls.js';

const KEY = 'account_id uuid not null, resource_id uuid not null, metric text collate "C" not null';

export class Metrics1764000000013 implements MigrationInterface {
  async up(runner: QueryRunner) {
    await this.tables(runner);
    await this.partitions(runner);
    await raiseWalls(runner);
  }

  private async tables(runner: QueryRunner) {
    await runner.query(`
      -- By day; the index holds the value too, so that a series is read without the table.
      create table metric_sample (
        ${KEY}, at timestamptz not null, value double precision not null,
        primary key (account_id, resource_id, metric, at) include (value)
      ) partition by range (at);

      -- By month. The digest counts the samples by size, so that percentiles of longer times can be told.
      create table metric_hour (
        ${KEY}, hour timestamptz not null, samples int not null, avg double precision not null, min double precision not null,
        max double precision not null, p50 double precision not null, p95 double precision not null,
        p99 double precision not null, digest int[] not null,
        primary key (account_id, resource_id, metric, hour)
      ) partition by range (hour);

      -- Hours whose samples have changed since they were rolled up; written once for each batch that changes them.
      create table metric_touch (${KEY}, hour timestamptz not null);

      create table metric_collection (
        account_id uuid primary key references cloud_account on delete cascade, collected_through timestamptz,
        checked_at timestamptz not null, error text
      );`);
  }

  /** The application owns no table, and asks the owner by these for what only an owner may do. */
  private async partitions(runner: QueryRunner) {
    const [{ schema }] = (await runner.query('select quote_ident(current_schema()) as schema')) as [{ schema: string }];
    const asOwner = `language plpgsql security definer set search_path = ${schema}, pg_temp set timezone = 'UTC'`;
    await runner.query(`
      create function add_metric_partition(parent text, name text, first date, next date) returns void language plpgsql as $$
      begin
        if to_regclass(name) is not null then return; end if;
        perform pg_advisory_xact_lock(hashtext('metrics.adding'));
        -- Names are remembered within a statement, rows of the catalogue are not.
        if exists (select from pg_class c where c.relname = name and c.relnamespace = current_schema()::regnamespace) then
          return;
        end if;
        execute format('create table %I (like %I including all)', name, parent);
        execute format('alter table %I attach partition %I for values from (%L) to (%L)', parent, name, first, next);
      end $$;

      -- Whoever writes holds this lock, shared, until the end of the transaction: no day is dropped meanwhile.
      create function add_metric_partitions(days date[]) returns void ${asOwner} as $$
      declare day date;
      begin
        perform pg_advisory_xact_lock_shared(hashtext('metrics.partitions'));
        foreach day in array days loop
          perform add_metric_partition('metric_sample', to_char(day, '"metric_sample_"YYYY_MM_DD'), day, day + 1);
          perform add_metric_partition('metric_hour', to_char(day, '"metric_hour_"YYYY_MM'),
            date_trunc('month', day)::date, (date_trunc('month', day) + interval '1 month')::date);
        end loop;
      end $$;

      -- Days that hold what is still to be rolled up stay for the next time.
      create function drop_metric_partitions(samples_before date, hours_before date) returns setof text ${asOwner} as $$
      declare part record;
      begin
        perform pg_advisory_xact_lock(hashtext('metrics.partitions'));
        for part in
          select c.relname as name, p.relname as parent, to_date(substr(c.relname, length(p.relname) + 2), 'YYYY_MM_DD') as first
          from pg_inherits i join pg_class c on c.oid = i.inhrelid join pg_class p on p.oid = i.inhparent
          where i.inhparent in ('metric_sample'::regclass, 'metric_hour'::regclass) order by 1
        loop
          continue when part.parent = 'metric_sample' and (part.first >= samples_before
            or exists (select from metric_touch t where t.hour >= part.first and t.hour < part.first + 1));
          continue when part.parent = 'metric_hour' and part.first + interval '1 month' > hours_before;
          execute format('drop table %I', part.name);
          return next part.name;
        end loop;
      end $$;`);
  }

  async down(runner: QueryRunner) {
    await runner.query(
      `drop table metric_sample, metric_hour, metric_touch, metric_collection;
       drop function add_metric_partitions, drop_metric_partitions, add_metric_partition`,
    );
  }
}
