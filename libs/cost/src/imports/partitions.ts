import { addMonths, monthStart, type Day } from '#common';
import type { Connection } from '#data';

const TABLES = ['charge', 'charge_resource_daily'] as const;

/** The partition of a table that holds the bills which begin in that month; `month` is its first day. */
export const partitionOf = (table: (typeof TABLES)[number], month: Day) =>
  `${table}_${month.slice(0, 7).replace('-', '_')}`;

/**
 * Attached rather than created in place: that lock lets readers and the COPY of another import go on. The name is made
 * of digits and our own words alone.
 */
function attach(table: (typeof TABLES)[number], month: Day): string {
  const name = partitionOf(table, month);
  return `
    if to_regclass('${name}') is null then
      create table ${name} (like ${table} including all);
      alter table ${table} attach partition ${name} for values from ('${month}') to ('${addMonths(month, 1)}');
    end if;`;
}

/** Makes the partitions of the months of these days, where they are missing; two imports may ask at once. */
export async function ensurePartitions(query: Connection['query'], days: Iterable<Day>): Promise<void> {
  for (const month of new Set([...days].map(monthStart))) {
    const parts = TABLES.map((table) => attach(table, month)).join('');
    await query(`do $$ begin perform pg_advisory_xact_lock(hashtext('cost.partitions')); ${parts} end $$`);
  }
}
