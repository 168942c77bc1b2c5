/** Tells which accounts have borne the tag sets of the finest roll-up, as an import does while it reads. */
export const BEARERS = `
  update tag_set t set account_ids = b.accounts
  from (select tag_set_id, array_agg(distinct account_id) as accounts from charge_resource_daily
    where statement_id = any($1::int[]) and billing_period = any($2::date[]) group by 1) b
  where b.tag_set_id = t.id`;

/** Tells the sets of tags that each of its resources has been billed under, as well. */
export const RESOURCE_TAG_SETS = `
  insert into resource_tag_set (resource_id, tag_set_id, account_id)
  select distinct resource_uid, tag_set_id, account_id from charge_resource_daily
  where statement_id = any($1::int[]) and billing_period = any($2::date[]) and resource_uid is not null
  on conflict do nothing`;
