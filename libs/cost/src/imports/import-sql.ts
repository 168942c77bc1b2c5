import type { SortColumns } from '#data';

/** A run that was cancelled or whose last attempt died could not say so in the import's row. */
export const STATE = `case when i.state in ('queued', 'running') and r.state in ('failed', 'cancelled') then 'failed' else i.state end`;

const ERROR = `case when i.state in ('queued', 'running') and r.state = 'cancelled' then 'It was cancelled.'
  when i.state in ('queued', 'running') and r.state = 'failed' then r.error else i.error end`;

const PERIODS = `coalesce((
  select json_agg(json_build_object('provider', s.provider, 'billingAccountId', s.billing_account_id,
      'start', s.billing_period, 'end', s.billing_period_end, 'currency', c.value ->> 'currency',
      'billedCost', c.value ->> 'billed', 'effectiveCost', c.value ->> 'effective', 'listCost', c.value ->> 'list',
      'contractedCost', c.value ->> 'contracted', 'isActive', s.is_active)
    order by s.provider, s.billing_account_id, s.billing_period, c.value ->> 'currency')
  from cost_import o join statement s on s.import_id = o.id and s.attempt = o.attempt
    cross join lateral jsonb_array_elements(s.sums) c
  where o.id = coalesce(i.same_as, i.id)), '[]')`;

export const IMPORT_FIELDS = `i.id, i.source, i.names, ${STATE} as state, i.focus_version as "focusVersion",
  i.rows_read::float8 as "rowsRead", i.rows_accepted::float8 as "rowsAccepted",
  i.rows_quarantined::float8 as "rowsQuarantined", i.bytes_read::float8 as "bytesRead",
  i.bytes_total::float8 as "bytesTotal", ${PERIODS} as periods, i.conformance, i.is_unchanged as "isUnchanged",
  i.is_demo as "isDemo", i.created_by as "createdBy", i.created_at as "createdAt", i.started_at as "startedAt",
  coalesce(i.ended_at, r.ended_at) as "endedAt", i.run_id as "runId", ${ERROR} as error`;

export const IMPORT_FROM = 'cost_import i left join job_run r on r.id = i.run_id';

export const IMPORT_SORTS: SortColumns = {
  createdAt: { sql: 'i.created_at', type: 'timestamptz' },
  endedAt: { sql: 'i.ended_at', type: 'timestamptz' },
  source: { sql: 'i.source', type: 'text' },
  rowsRead: { sql: 'i.rows_read', type: 'bigint' },
};

export const QUARANTINE_FIELDS = `q.file, q.line::float8 as line, q.field as column, q.reason, q.raw`;
