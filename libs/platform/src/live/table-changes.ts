import type { Database } from '#data';

interface Row {
  oldest: string;
  id: string | null;
  changedIn: string | null;
}

/**
 * Whatever was still being written when we looked is found by the next look, for it bears a transaction no older than
 * the oldest that was open. Until that one ends, the rows of younger ones are found again and again, hence `told`.
 */
const look = (table: string) => `
  select s.oldest::text, t.id, t.changed_in::text as "changedIn"
  from (select pg_snapshot_xmin(pg_current_snapshot()) as oldest) s
    left join ${table} t on t.changed_in >= coalesce($1::xid8, s.oldest)`;

/** The changes of one table since it was looked at first. */
export class TableChanges {
  private from?: string;
  private told = new Map<string, string>();

  constructor(
    private readonly db: Database,
    private readonly table: string,
  ) {}

  /** Ids of the rows that have changed since the last call; none at the first. */
  async next(): Promise<string[]> {
    const rows = await this.db.query<Row>(look(this.table), [this.from ?? null]);
    const found = new Map(rows.flatMap(({ id, changedIn }) => (id && changedIn ? [[id, changedIn]] : [])));
    const news = this.from ? [...found.keys()].filter((id) => found.get(id) !== this.told.get(id)) : [];
    this.told = found;
    this.from = rows[0]!.oldest;
    return news;
  }
}
