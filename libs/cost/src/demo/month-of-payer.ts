import { COMMITMENTS, RESERVATIONS } from './commitments.js';
import { Coverage, Room } from './coverage.js';
import { Deployment, REORGANISED_AT, type DemoResource } from './estate.js';
import { FLEETS } from './fleets.js';
import { usageRow } from './line.js';
import { monthlyRows } from './monthly.js';
import type { Payer } from './organisation.js';
import type { BillDay } from './rhythm.js';
import type { BillMonth } from './row.js';
import { quantityOf } from './usage.js';

interface Unit {
  deployment: Deployment;
  coverage?: Coverage;
  room?: Room;
}

/** Goes through the days of one bill and remembers what must not be made anew for each. */
export class MonthOfPayer {
  readonly #units: Unit[];
  readonly #coverages: Coverage[];
  readonly #rooms: Room[];

  constructor(
    private readonly payer: Payer,
    private readonly month: BillMonth,
    seed: number,
  ) {
    const isOurs = (name: string) => payer.accounts.some((account) => account.name === name);
    this.#coverages = COMMITMENTS.filter((one) => one.payer === payer.provider).map((one) => new Coverage(one, payer));
    this.#rooms = RESERVATIONS.filter(({ account }) => isOurs(account)).map((one) => new Room(one));
    this.#units = FLEETS.filter(({ account }) => isOurs(account)).map((fleet) => {
      const key = `${fleet.account}/${fleet.prefix}`;
      return {
        deployment: new Deployment(payer, fleet, seed),
        coverage: this.#coverages.find((one) => one.covers(key)),
        room: this.#rooms.find((one) => one.fleet === key),
      };
    });
  }

  *day(on: BillDay): Generator<string> {
    yield* monthlyRows(this.payer, on, this.month);
    for (const room of this.#rooms) room.open();
    for (const coverage of this.#coverages) {
      coverage.open(on);
      yield* coverage.purchase(on, this.month);
    }
    for (const unit of this.#units) {
      for (const resource of unit.deployment.resourcesOn(on.t)) yield* this.#usage(resource, on, unit);
    }
    for (const coverage of this.#coverages) yield* coverage.close(on, this.month);
    for (const room of this.#rooms) yield* room.close(on, this.month);
  }

  *#usage(resource: DemoResource, on: BillDay, { coverage, room }: Unit): Generator<string> {
    const { meters } = resource.kind;
    for (let index = 0; index < meters.length; index++) {
      const quantity = quantityOf(resource, meters[index]!, on);
      if (!quantity) continue;
      const line = (on.t < REORGANISED_AT ? resource.linesBefore() : resource.lines)[index]!;
      const isRunning = meters[index]!.curve === 'hours';
      if (isRunning && coverage?.takes(line)) yield* coverage.use(line, on, this.month, quantity);
      else if (isRunning && room) yield* room.use(line, on, this.month, quantity);
      else yield usageRow(line, on, this.month, quantity);
    }
  }
}
