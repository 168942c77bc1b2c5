/** Rows of a daily bill that are added up together while more of it come; if a day ends soon after, with all of that. */
const ROWS = 100_000;
const MOST_ROWS = 4 * ROWS;
const DAY_MS = 86_400_000;
/** Above this share of rows that come after their day was added up, a bill does not come in the order of its days. */
const FEW = 0.05;

/** Start and end of a row's charge period, as instants. */
export type Period = readonly [start: string | null, end: string | null];

/**
 * Where to cut a bill that comes by batches of rows: between two days, so that what is added up of a day needs no more
 * added. An hourly bill shrinks to a twenty-fourth and is added up as a whole.
 */
export class Segments {
  private isDaily = true;
  private rows = 0;
  private batches = 0;
  private late = 0;
  /** The day of the row before, and the last that was cut off. */
  private day = '';
  private cutDay = '';

  /** Whether days come again after they were cut off, beyond some corrections. */
  get isMixed(): boolean {
    return this.late > this.batches * FEW;
  }

  /** Takes a batch, and answers how many of its rows belong to the segment that is full with them; undefined for none. */
  add(rows: number, periodOf: (row: number) => Period): number | undefined {
    if (!rows) return undefined;
    this.noteHours(periodOf(0));
    const dayOf = (row: number) => periodOf(row)[0]?.slice(0, 10) ?? '';
    const [first, last] = [dayOf(0), dayOf(rows - 1)];
    const before = this.day || first;
    this.batches++;
    if (first < this.cutDay) this.late++;
    [this.rows, this.day] = [this.rows + rows, last];
    if (!this.isDaily || this.rows < ROWS) return undefined;
    if (first !== before) return this.cut(0, { rows, day: before });
    if (first === last) return this.rows < MOST_ROWS ? undefined : this.cut(rows, { rows, day: last });
    let row = 1;
    while (dayOf(row) === first) row++;
    return this.cut(row, { rows, day: first });
  }

  private noteHours([start, end]: Period) {
    if (start && end && Date.parse(end) - Date.parse(start) < DAY_MS) this.isDaily = false;
  }

  private cut(at: number, { rows, day }: { rows: number; day: string }): number {
    [this.rows, this.cutDay] = [rows - at, day];
    return at;
  }
}
