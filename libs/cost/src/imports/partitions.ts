import { monthStart, type Day } from '#common';
import type { Connection } from '#data';

/** Makes the partitions of the months of these days, where they are missing; two imports may ask at once. */
export async function ensurePartitions(query: Connection['query'], days: Iterable<Day>): Promise<void> {
  for (const month of new Set([...days].map(monthStart))) await query('select add_billing_month($1)', [month]);
}
