import type { MigrationInterface, QueryRunner } from 'typeorm';

const COSTS = 'billed numeric not null, effective numeric not null, list numeric not null, contracted numeric not null';
/** What a month has come to by the end of each of its `days` (month to date). */
const COSTS_TO_DATE = ['billed', 'effective', 'list', 'contracted']
  .map((cost) => `${cost}_mtd numeric[] not null`)
  .join(', ');
const PLACE = 'account_id uuid not null, region text, service text not null, category text, currency char(3) not null';

const PRICE = 'charge_category text not null, sku_id text, sku_price_id text, pricing_unit text';
const QUANTITIES = 'pricing_quantity numeric, consumed_quantity numeric';

export class Cost1764000000004 implements MigrationInterface {
  async up(runner: QueryRunner) {
    await this.imports(runner);
    await this.charges(runner);
    await this.rollUps(runner);
    await this.months(runner);
  }

  private async imports(runner: QueryRunner) {
    await runner.query(`
      create table cost_import (
        id uuid primary key, source text not null, names text[] not null, digest text, state text not null,
        focus_version text, rows_read bigint not null default 0, rows_accepted bigint not null default 0,
        rows_quarantined bigint not null default 0, bytes_read bigint not null default 0, bytes_total bigint,
        conformance jsonb, error text, is_demo boolean not null default false, is_unchanged boolean not null default false,
        -- Where its files lie, the accounts that they name, and the import that already says the same.
        place jsonb not null, accounts jsonb not null default '[]', same_as uuid references cost_import on delete set null,
        created_by text not null, created_at timestamptz not null, started_at timestamptz, ended_at timestamptz,
        run_id uuid, attempt int, changed_in xid8
      );
      create trigger cost_import_changed before insert or update on cost_import for each row execute function note_change();
      create index cost_import_changed_in on cost_import (changed_in);
      create index cost_import_created on cost_import (created_at, id);
      create index cost_import_digest on cost_import (digest, source);

      create table quarantined_row (
        import_id uuid not null references cost_import on delete cascade, file text not null, line bigint not null,
        number int not null, field text, reason text not null, raw text not null, primary key (import_id, number)
      );

      -- What one import says of one bill. Charges and roll-ups of a statement are seen while it is active, and only then.
      create table statement (
        id int generated always as identity primary key, import_id uuid not null references cost_import on delete cascade,
        source text not null, provider text not null, billing_account_id text not null,
        billing_period date not null, billing_period_end date not null, is_active boolean not null default false,
        is_demo boolean not null default false, rows bigint not null default 0, first_day date, last_day date,
        sums jsonb not null default '[]', superseded_at timestamptz,
        -- Those of an attempt that is not the import's own were broken off and are told to nobody; a cleared one has
        -- no charges any more.
        attempt int not null, cleared_at timestamptz, has_months boolean not null default false
      );
      create unique index statement_active on statement (source, provider, billing_account_id, billing_period)
        where is_active;
      create index statement_import on statement (import_id);`);
  }

  private async charges(runner: QueryRunner) {
    await runner.query(`
      create table charge (
        statement_id int not null, billing_period date not null, account_id uuid not null, line bigint not null,
        resource_uid uuid, tag_set_id int not null,
        allocated_method_details json, allocated_method_id text, allocated_resource_id text,
        allocated_resource_name text, allocated_tags json, availability_zone text, billed_cost
        numeric, billing_account_id text, billing_account_name text, billing_account_type text,
        billing_currency text, billing_period_end timestamptz, billing_period_start timestamptz,
        capacity_reservation_id text, capacity_reservation_status text, charge_category text,
        charge_class text, charge_description text, charge_frequency text, charge_period_end
        timestamptz, charge_period_start timestamptz, commitment_discount_category text,
        commitment_discount_id text, commitment_discount_name text, commitment_discount_quantity
        numeric, commitment_discount_status text, commitment_discount_type text,
        commitment_discount_unit text, commitment_program_eligibility_details json,
        consumed_quantity numeric, consumed_unit text, contract_applied json, contracted_cost
        numeric, contracted_unit_price numeric, effective_cost numeric, host_provider_name text,
        invoice_detail_id text, invoice_id text, invoice_issuer_name text, list_cost numeric,
        list_unit_price numeric, pricing_category text, pricing_currency text,
        pricing_currency_contracted_unit_price numeric, pricing_currency_effective_cost numeric,
        pricing_currency_list_unit_price numeric, pricing_quantity numeric, pricing_unit text,
        provider_name text, publisher_name text, region_id text, region_name text, resource_id text,
        resource_name text, resource_type text, service_category text, service_name text,
        service_provider_name text, service_subcategory text, sku_id text, sku_meter text,
        sku_price_details json, sku_price_id text, sub_account_id text, sub_account_name text,
        sub_account_type text, tags text, x json
      ) partition by range (billing_period);
      create index charge_line on charge (statement_id, line);
      -- All months lie in this one: COPY cannot write where policies hold, and they do on charge.
      create table charge_intake partition of charge for values from (minvalue) to (maxvalue)
        partition by range (billing_period);`);
  }

  /**
   * The application owns no table, and asks the owner by these for what only an owner may do. A month is attached rather
   * than created in place: that lock lets readers and the COPY of another import go on.
   */
  private async months(runner: QueryRunner) {
    const [{ schema }] = (await runner.query('select quote_ident(current_schema()) as schema')) as [{ schema: string }];
    const asOwner = `language plpgsql security definer set search_path = ${schema}, pg_temp`;
    await runner.query(`
      -- The partition of a table that holds the bills which begin in that month.
      create function month_partition(parent text, month date) returns text language sql stable
        return parent || to_char(month, '_YYYY_MM');

      create function add_billing_month(month date) returns void ${asOwner} as $$
      declare parent text; name text;
      begin
        perform pg_advisory_xact_lock(hashtext('cost.partitions'));
        foreach parent in array array['charge', 'charge_resource_daily'] loop
          name := month_partition(parent, month);
          continue when to_regclass(name) is not null;
          execute format('create table %I (like %I including all)', name, parent);
          execute format('alter table %I attach partition %I for values from (%L) to (%L)',
            case parent when 'charge' then 'charge_intake' else parent end, name, month, (month + interval '1 month')::date);
        end loop;
      end $$;

      -- What follows a large bill at once must not be planned without knowing its size.
      create function analyze_spend(months date[]) returns void ${asOwner} as $$
      declare month date;
      begin
        foreach month in array months loop
          execute format('analyze %I', month_partition('charge_resource_daily', month));
        end loop;
        analyze spend_daily;
      end $$;`);
  }

  /**
   * The coarser know fewer words; all say the same sums. Those by month, of the month that a day lies in, are made once a
   * statement counts, and read once it `has_months`: totals, the days with charges in their order, and beside each day
   * what the month has come to by its end.
   */
  private async rollUps(runner: QueryRunner) {
    await runner.query(`
      create table charge_resource_daily (
        statement_id int not null, billing_period date not null, day date not null, ${PLACE}, ${PRICE}, tag_set_id int not null,
        resource_uid uuid, resource_type text, resource_name text, ${COSTS}, ${QUANTITIES}
      ) partition by range (billing_period);
      create index charge_resource_daily_resource on charge_resource_daily (resource_uid, day);
      create index charge_resource_daily_statement on charge_resource_daily using brin (statement_id)
        with (pages_per_range = 32);

      create table spend_daily (statement_id int not null, billing_period date not null, day date not null, ${PLACE}, ${COSTS});
      create index spend_daily_statement on spend_daily (statement_id, day);

      create table account_daily (statement_id int not null, billing_period date not null, day date not null,
        account_id uuid not null, currency char(3) not null, ${COSTS});
      create index account_daily_statement on account_daily (statement_id, day);

      create table spend_monthly (statement_id int not null, billing_period date not null, month date not null, ${PLACE}, ${COSTS},
        days date[] not null, ${COSTS_TO_DATE});
      create index spend_monthly_statement on spend_monthly (statement_id);

      create table charge_resource_monthly (
        statement_id int not null, billing_period date not null, month date not null, ${PLACE}, ${PRICE}, tag_set_id int not null,
        resource_uid uuid, resource_type text, ${COSTS}, pricing_quantity numeric not null,
        days date[] not null, ${COSTS_TO_DATE}, pricing_quantity_mtd numeric[] not null
      );
      create index charge_resource_monthly_statement on charge_resource_monthly (statement_id);
      create index charge_resource_monthly_resource on charge_resource_monthly (resource_uid);
      create index charge_resource_monthly_tags on charge_resource_monthly (tag_set_id);

      -- A row is read as a whole, so its days stay in it, and nobody unpacks them.
      alter table spend_monthly set (toast_tuple_target = 8160);
      alter table charge_resource_monthly set (toast_tuple_target = 8160);`);
  }

  async down(runner: QueryRunner) {
    await runner.query(
      `drop table charge_resource_daily, spend_daily, account_daily, spend_monthly, charge_resource_monthly, charge,
       statement, quarantined_row, cost_import; drop function add_billing_month, analyze_spend, month_partition`,
    );
  }
}
