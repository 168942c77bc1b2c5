import { spansOf, UNCHANGED, type Change, type Span } from '../changes.js';
import { Coverage, Room } from './coverage.js';
import { Deployment, REORGANISED_AT, type Resident } from './deployment.js';
import type { Estate } from './estate.js';
import { usageRow } from './line.js';
import { MadeResidents } from './made.js';
import { monthlyRows } from './monthly.js';
import type { Payer } from './organisation.js';
import type { BillDay } from './rhythm.js';
import type { BillMonth } from './row.js';
import { quantityOf } from './usage.js';

interface Unit {
  residentsOn: (t: number) => Iterable<Resident>;
  coverage?: Coverage;
  room?: Room;
}

/** Changes of the accounts of a payer, by resource. */
export type Changes = ReadonlyMap<string, readonly Change[]>;

const NOTHING: Pick<Unit, 'coverage' | 'room'> = {};

const WHOLE: Span = { from: 0, to: 24, facts: UNCHANGED };

const instant = (on: BillDay, hour: number) =>
  hour === 24 ? on.end : `${on.day}T${String(hour).padStart(2, '0')}:00:00Z`;

/** Goes through the days of one bill and remembers what must not be made anew for each. */
export class MonthOfPayer {
  readonly #units: Unit[];
  readonly #coverages: Coverage[];
  readonly #rooms: Room[];

  constructor(
    private readonly estate: Estate,
    private readonly payer: Payer,
    private readonly month: BillMonth,
    private readonly changes: Changes,
  ) {
    const isOurs = (name: string) => payer.accounts.some((account) => account.name === name);
    const { commitments, reservations, fleets, seed } = estate;
    this.#coverages = commitments.filter((one) => one.payer === payer.provider).map((one) => new Coverage(one, payer));
    this.#rooms = reservations.filter(({ account }) => isOurs(account)).map((one) => new Room(one));
    this.#units = fleets
      .filter(({ account }) => isOurs(account))
      .map((fleet) => {
        const key = `${fleet.account}/${fleet.prefix}`;
        const deployment = new Deployment(payer, fleet, seed);
        return {
          residentsOn: (t) => deployment.residentsOn(t),
          coverage: this.#coverages.find((one) => one.covers(key)),
          room: this.#rooms.find((one) => one.fleet === key),
        };
      });
    const made = new MadeResidents(estate, payer, changes);
    this.#units.push({ residentsOn: (t) => made.on(t) });
  }

  *day(on: BillDay): Generator<string> {
    const monthly = this.estate.monthly[this.payer.provider];
    if (monthly) yield* monthlyRows(this.payer, monthly, on, this.month);
    for (const room of this.#rooms) room.open();
    for (const coverage of this.#coverages) {
      coverage.open(on);
      yield* coverage.purchase(on, this.month);
    }
    for (const unit of this.#units) {
      for (const resident of unit.residentsOn(on.t)) yield* this.#usage(resident, on, unit);
    }
    for (const coverage of this.#coverages) yield* coverage.close(on, this.month);
    for (const room of this.#rooms) yield* room.close(on, this.month);
  }

  *#usage(resident: Resident, on: BillDay, unit: Unit): Generator<string> {
    const changes = this.changes.get(resident.id);
    if (!changes) yield* this.#spent(resident, on, WHOLE, unit);
    for (const span of changes ? spansOf(changes, new Date(on.start)) : []) {
      const period = { ...on, start: instant(on, span.from), end: instant(on, span.to) };
      yield* this.#spent(resident, period, span, unit);
    }
  }

  *#spent(resident: Resident, on: BillDay, { facts, ...hours }: Span, unit: Unit): Generator<string> {
    // What was promised for machines of one size covers no others.
    const { coverage, room } = (facts.kind ?? resident.fleet.kind) === resident.fleet.kind ? unit : NOTHING;
    for (const line of resident.lines(on.t < REORGANISED_AT, facts === UNCHANGED ? undefined : facts)) {
      const quantity = quantityOf(resident, line.meter, on, { facts, ...hours });
      if (!quantity) continue;
      const promise = line.meter.curve === 'hours' && (coverage?.takes(line) ? coverage : room);
      if (promise) yield* promise.use(line, on, this.month, quantity);
      else yield usageRow(line, on, this.month, quantity);
    }
  }
}
