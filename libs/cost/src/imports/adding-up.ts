import { monthStart, type Day } from '#common';
import type { Database } from '#data';
import type { StatementEntry } from './interner.js';
import { ACCOUNT_DAILY, addUpSql, MIXED, SPEND_DAILY, SUMS } from './roll-ups.js';

/**
 * The charges of a statement are found by their lines, which lie together. Of mostly different groups a sort takes less
 * memory than a table of them; of few, a table takes less time. What does not fit in memory spills by itself.
 */
const SETTINGS = `set local work_mem = '128MB'; set local timezone = 'UTC'`;
const BY_LINE = `${SETTINGS}; set local enable_seqscan = off`;
const SORTED = `${BY_LINE}; set local enable_hashagg = off`;
const HASHED = `${SETTINGS}; set local enable_indexscan = off; set local enable_sort = off`;

/** Smaller ones are left to autovacuum; what follows a larger bill at once must not be planned without knowing its size. */
const LARGE = 2_000;

/** Where adding up leaves more of the rows than this, it is not worth its time. */
const HARDLY_FEWER = 0.9;

const PARITIES = [0, 1];

/** Throws the first failure, once all have ended. */
export async function all(works: Promise<unknown>[]) {
  for (const each of await Promise.allSettled(works)) if (each.status === 'rejected') throw each.reason;
}

/**
 * Adds up the charges of statements that nobody reads yet, segment by segment, each while the next is read. Should a key
 * come in two of them, it has two rows, which are added whenever they are read.
 */
export class AddingUp {
  /** The last line that is added up or on its way. */
  private line = 0;
  /** Whether the finest roll-up has a row for each charge, as that of most daily bills. */
  private isPlain = false;
  /** Once so, always so: what was added up without the coarser ones needs them at the end. */
  private isMixed = false;
  private running: Promise<void> = Promise.resolve();

  /** `mixes` says whether days come in many segments, so that only all of them together shrink. */
  constructor(
    private readonly db: Database,
    private readonly statements: () => StatementEntry[],
    private readonly mixes: () => boolean = () => false,
  ) {}

  /** Begins to add up the rows since the last segment, up to a line; COPY must have ended. Waits for the segment before. */
  async take(line: number): Promise<void> {
    await this.running;
    this.isMixed ||= this.mixes();
    this.running = this.segment(this.line, line);
    this.running.catch(() => undefined);
    this.line = line;
  }

  /** Waits for what is on its way, whatever comes of it. */
  async settle(): Promise<void> {
    await this.running.catch(() => undefined);
  }

  /** Adds up the rest, up to the last line, by halves, since a machine has two processors, and then what is said of all. */
  async finish(last: number): Promise<void> {
    await this.running;
    this.isMixed ||= this.mixes();
    await all(this.halves(last));
    if (this.isMixed) await this.addMixed();
    await all([this.conclude(), this.analyze()]);
  }

  private async segment(after: number, line: number): Promise<void> {
    const rows = await this.add(after, line);
    if (!this.isPlain) this.isPlain = rows >= (line - after) * HARDLY_FEWER;
  }

  /** Where keys come again they must come into one half. */
  private halves(last: number): Promise<number>[] {
    const middle = Math.floor((this.line + last) / 2);
    if (this.isPlain) return [this.add(this.line, middle), this.add(middle, last)];
    return PARITIES.map((parity) => this.add(this.line, last, parity));
  }

  /** Answers the rows that the finest roll-up has got. */
  private async add(after: number, line: number, ...parity: number[]): Promise<number> {
    const sql = addUpSql({ isPlain: this.isPlain, isHalf: parity.length > 0, withCoarse: !this.isMixed });
    const [added] = await this.write<{ rows: number }>(this.isPlain ? BY_LINE : SORTED, sql, [after, line, ...parity]);
    return added!.rows;
  }

  private async addMixed() {
    for (const sql of MIXED) await this.db.query(sql, this.mine());
    await all(PARITIES.map((parity) => this.write(HASHED, SPEND_DAILY, [parity])));
    await this.db.query(ACCOUNT_DAILY, this.mine());
  }

  private async conclude() {
    await this.db.query(SUMS, [this.mine()[0]]);
    for (const { id, rows } of this.statements())
      await this.db.query('update statement set rows = $2 where id = $1', [id, rows]);
  }

  private mine(): [ids: number[], starts: Day[]] {
    const statements = this.statements();
    return [statements.map(({ id }) => id), [...new Set(statements.map(({ start }) => start))]];
  }

  private write<T>(settings: string, sql: string, more: unknown[]): Promise<T[]> {
    const params = [...this.mine(), ...more];
    return this.db.transaction(async () => {
      await this.db.query(settings);
      return this.db.query<T>(sql, params);
    });
  }

  private async analyze() {
    if (this.statements().reduce((sum, { rows }) => sum + rows, 0) < LARGE) return;
    const months = [...new Set(this.mine()[1].map(monthStart))];
    await this.db.query('select analyze_spend($1::date[])', [months]);
  }
}
