import { monthStart, type Day } from '#common';
import type { Database } from '#data';
import type { StatementEntry } from './interner.js';
import { ACCOUNT_DAILY, BEARERS, CHARGE_RESOURCE_DAILY, RESOURCE_TAG_SETS, SPEND_DAILY, SUMS } from './roll-ups.js';

/** Rows of a daily bill that are added up together while more of it come. */
const SEGMENT = 100_000;
const DAY_MS = 86_400_000;
const LAST_LINE = '9223372036854775807';

/**
 * The charges of a statement are found by their lines, which lie together. Of mostly different groups a sort takes less
 * memory than a table of them; of few, a table takes less time. What does not fit in memory spills by itself.
 */
const SETTINGS = `set local work_mem = '128MB'`;
const SORTED = `${SETTINGS}; set local enable_seqscan = off; set local enable_hashagg = off`;
const HASHED = `${SETTINGS}; set local enable_indexscan = off; set local enable_sort = off`;

/** Smaller ones are left to autovacuum; what follows a larger bill at once must not be planned without knowing its size. */
const LARGE = 2_000;

const PARITIES = [[0], [1]];
const BOTH = [0, 1];

/** Throws the first failure, once all have ended. */
async function all(works: Promise<unknown>[]) {
  for (const each of await Promise.allSettled(works)) if (each.status === 'rejected') throw each.reason;
}

/**
 * Adds up the charges of statements that nobody reads yet. Rows of a daily bill hardly shrink in the finest roll-up, so
 * its segments are added up one by one while the next is read; should a key come in two of them, it has two rows, which
 * are added whenever they are read. An hourly bill shrinks to a twenty-fourth and is added up at its end, as a whole.
 */
export class AddingUp {
  private isDaily = true;
  /** The last line that is added up or on its way, and how many rows came since. */
  private line = 0;
  private rows = 0;
  private running: Promise<void> = Promise.resolve();

  constructor(
    private readonly db: Database,
    private readonly statements: () => StatementEntry[],
  ) {}

  /** Whether a segment is full. A row's period is told by the first of some rows, as instants. */
  isDue(rows: number, [start, end]: readonly (string | null)[]): boolean {
    this.rows += rows;
    if (start && end && Date.parse(end) - Date.parse(start) < DAY_MS) this.isDaily = false;
    return this.isDaily && this.rows >= SEGMENT;
  }

  /** Begins to add up the rows since the last segment, up to a line; COPY must have ended. Waits for the segment before. */
  async take(line: number): Promise<void> {
    await this.running;
    this.running = this.fill(SORTED, CHARGE_RESOURCE_DAILY, [this.line, line, BOTH]);
    this.running.catch(() => undefined);
    [this.line, this.rows] = [line, 0];
  }

  /** Waits for what is on its way, whatever comes of it. */
  async settle(): Promise<void> {
    await this.running.catch(() => undefined);
  }

  /** Adds up the rest, by halves, since a machine has two processors, and then all that is coarser. */
  async finish(): Promise<void> {
    await this.running;
    const statements = this.statements();
    const rest = PARITIES.map((parity) => this.fill(SORTED, CHARGE_RESOURCE_DAILY, [this.line, LAST_LINE, parity]));
    await all(rest);
    await all(PARITIES.map((parity) => this.fill(HASHED, SPEND_DAILY, [parity])));
    await this.db.query(ACCOUNT_DAILY, this.mine());
    await all([BEARERS, RESOURCE_TAG_SETS].map((sql) => this.db.query(sql, this.mine())));
    await this.db.query(SUMS, [this.mine()[0]]);
    for (const { id, rows } of statements)
      await this.db.query('update statement set rows = $2 where id = $1', [id, rows]);
    if (statements.reduce((sum, { rows }) => sum + rows, 0) >= LARGE) await this.analyze();
  }

  private mine(): [ids: number[], starts: Day[]] {
    const statements = this.statements();
    return [statements.map(({ id }) => id), [...new Set(statements.map(({ start }) => start))]];
  }

  private fill(settings: string, sql: string, more: unknown[]): Promise<void> {
    const params = [...this.mine(), ...more];
    return this.db.transaction(async () => {
      await this.db.query(settings);
      await this.db.query(sql, params);
    });
  }

  private async analyze() {
    const months = [...new Set(this.mine()[1].map(monthStart))];
    await this.db.query('select analyze_spend($1::date[])', [months]);
  }
}
