import { Readable } from 'node:stream';
import { addDays, addMonths, monthStart, Period, type Day } from '#common';
import { COMMITMENTS, RESERVATIONS } from './commitments.js';
import { Coverage, Room } from './coverage.js';
import {
  deploymentsOf,
  lastingResource,
  passingResource,
  REORGANISED_AT,
  type DemoResource,
  type Deployment,
} from './estate.js';
import { usageRow, type BillMonth } from './line.js';
import { monthlyRows } from './monthly.js';
import { PAYERS, type Payer } from './organisation.js';
import { billDay, type BillDay } from './rhythm.js';
import { HEADER } from './row.js';
import { quantityOf } from './usage.js';

/** The `source` under which the demo estate's bills are imported. */
export const DEMO_SOURCE = 'demo';
export const DEMO_MONTHS = 13;

export interface DemoOptions {
  today: Day;
  /** How many bills of each payer, the newest being that of yesterday's month. */
  months?: number;
  seed?: number;
  /**
   * The day on which the demo estate was created; default `today`. Its month is the one in which costs explode, and
   * everything else is told from there: with the same day (and seed), later bills leave the past as it was, also after
   * the turn of the month.
   */
  createdOn?: Day;
}

/** One bill: what one payer owes for one month, as FOCUS 1.2. */
export interface DemoBill {
  /** File name, such as `demo-aws-2026-11.csv`. */
  name: string;
  provider: Payer['provider'];
  billingAccountId: string;
  /** First day of the billing period. */
  month: Day;
  currency: string;
  /** The file in UTF-8, made while it is read. */
  csv: () => Readable;
  /** The same as text, in parts of about 64 KiB. */
  text: () => Generator<string>;
  /** The rows alone: quoted cells in the order of `DEMO_COLUMNS`. */
  rows: () => Generator<string[]>;
}

/**
 * The bills of an estate that does not exist: three providers, twelve accounts, two currencies. A row depends on seed,
 * day and `createdOn` only, so the same bill, made later, begins with the same rows. Yesterday is only partly delivered,
 * as real bills are. Oldest month first.
 */
export function demoBills({ today, months = DEMO_MONTHS, seed = 1, createdOn = today }: DemoOptions): DemoBill[] {
  const newest = addDays(today, -1);
  const story = monthStart(addDays(createdOn, -1));
  const first = addMonths(monthStart(newest), 1 - months);
  return Array.from({ length: months }, (_, index) => addMonths(first, index)).flatMap((month) =>
    PAYERS.map((payer) => billOf(payer, month, { story, newest, seed })),
  );
}

interface Telling {
  story: Day;
  newest: Day;
  seed: number;
}

function billOf(payer: Payer, month: Day, telling: Telling): DemoBill {
  const rows = () => billRows(payer, month, telling);
  const text = () => chunks(rows());
  return {
    name: `demo-${payer.provider}-${month.slice(0, 7)}.csv`,
    provider: payer.provider,
    billingAccountId: payer.id,
    month,
    currency: payer.currency,
    csv: () => Readable.from(text(), { objectMode: false }),
    text,
    rows,
  };
}

const CHUNK = 65_536;

function* chunks(rows: Iterable<string[]>): Generator<string> {
  let text = HEADER;
  for (const row of rows) {
    text += row.join(',') + '\n';
    if (text.length < CHUNK) continue;
    yield text;
    text = '';
  }
  if (text) yield text;
}

function* billRows(payer: Payer, start: Day, { story, newest, seed }: Telling): Generator<string[]> {
  const { end } = Period.month(start);
  const month = {
    start: `${start}T00:00:00Z`,
    end: `${end}T00:00:00Z`,
    invoice: `${payer.provider.toUpperCase()}-${start.slice(0, 4)}${start.slice(5, 7)}`,
  };
  const bill = new MonthOfPayer(payer, month, seed);
  for (let day = start; day < end && day <= newest; day = addDays(day, 1)) {
    yield* bill.day(billDay(day, story, newest));
  }
}

/** Goes through the days of one bill and remembers what must not be made anew for each. */
class MonthOfPayer {
  readonly #deployments: { deployment: Deployment; places: (DemoResource | undefined)[]; key: string }[];
  readonly #coverages: Coverage[];
  readonly #rooms: Room[];

  constructor(
    private readonly payer: Payer,
    private readonly month: BillMonth,
    seed: number,
  ) {
    this.#deployments = deploymentsOf(payer, seed).map((deployment) => ({
      deployment,
      places: [],
      key: `${deployment.account.name}/${deployment.fleet.prefix}`,
    }));
    this.#coverages = COMMITMENTS.filter((one) => one.payer === payer.provider).map((one) => new Coverage(one, payer));
    this.#rooms = RESERVATIONS.filter(({ account }) => payer.accounts.some(({ name }) => name === account)).map(
      ({ id, covers, machines }) => new Room(id, covers, machines),
    );
  }

  *day(on: BillDay): Generator<string[]> {
    yield* monthlyRows(this.payer, on, this.month);
    for (const room of this.#rooms) room.open();
    for (const coverage of this.#coverages) {
      coverage.open(on);
      yield* coverage.purchase(on, this.month);
    }
    for (const { deployment, places, key } of this.#deployments) {
      const coverage = this.#coverages.find((one) => one.covers(key));
      const room = this.#rooms.find(({ fleet }) => fleet === key);
      for (let place = 0; place < deployment.fleet.count; place++) {
        const resource = (places[place] = resourceAt(deployment, place, on.t, places[place]));
        if (resource && resource.from <= on.t && on.t < resource.until)
          yield* this.#usage(resource, on, coverage, room);
      }
    }
    for (const coverage of this.#coverages) yield* coverage.close(on, this.month);
    for (const room of this.#rooms) yield* room.close(on, this.month);
  }

  *#usage(resource: DemoResource, on: BillDay, ...[coverage, room]: [Coverage?, Room?]): Generator<string[]> {
    const lines = on.t < REORGANISED_AT ? resource.linesBefore : resource.lines;
    const { meters } = resource.kind;
    for (let index = 0; index < meters.length; index++) {
      const [meter, line] = [meters[index]!, lines[index]!];
      const quantity = quantityOf(resource, meter, on);
      if (!quantity) continue;
      if (meter.curve === 'hours' && coverage?.takes(line)) yield* coverage.use(line, on, this.month, quantity);
      else {
        const row = usageRow(line, on, this.month, { quantity });
        yield room && meter.curve === 'hours' ? room.use(line, row, quantity) : row;
      }
    }
  }
}

/** The resource in a place: made once where it stays, and again when another took its place. */
function resourceAt(deployment: Deployment, place: number, t: number, known?: DemoResource): DemoResource | undefined {
  if (deployment.fleet.cycle === 0) return known ?? lastingResource(deployment, place);
  return known && known.from <= t && t < known.until ? known : passingResource(deployment, place, t);
}
