import type { Database } from '#data';

/** The demo estate leaves all totals when the first real bill arrives. */
export async function retireDemo(db: Database, now: Date): Promise<void> {
  await db.query('update statement set is_active = false, superseded_at = $1 where is_demo and is_active', [now]);
  await db.query('update cloud_account set retired_at = $1, updated_at = $1 where is_demo and retired_at is null', [
    now,
  ]);
}
