import type { Commitment, Reservation } from './commitments.js';
import { affordable, exact, minus, plus, textOf, times, type Exact } from './exact.js';
import { partiesOf, perMille, priceCells, usage, usageRow, type Line } from './line.js';
import { REGIONS, type Payer } from './organisation.js';
import { HOURS_OF_NEWEST_DAY, type BillDay } from './rhythm.js';
import { plainCharge, quoted, stillCells, written, type BillMonth } from './row.js';

const ONE = exact('1');
const NONE = exact('0');

const isBelow = (a: Exact, b: Exact) => minus(a, b).digits < 0n;
const hoursOf = (on: BillDay) => (on.isNewest ? HOURS_OF_NEWEST_DAY : 24);

/** What a commitment still covers, day by day: it is spent on the machines in their order, the rest is unused. */
export class Coverage {
  readonly #commitment: Commitment;
  readonly #payer: Payer;
  readonly #perHour: Exact;
  /** Price of one unit of the commitment itself: an hour of a machine, or money for money. */
  readonly #price: Exact;
  readonly #unit: string;
  readonly #isSpend: boolean;
  #left = NONE;

  constructor(commitment: Commitment, payer: Payer) {
    this.#commitment = commitment;
    this.#payer = payer;
    this.#isSpend = commitment.category === 'Spend';
    this.#perHour = exact(commitment.perHour);
    this.#price = this.#isSpend ? ONE : this.#perHour;
    this.#unit = this.#isSpend ? payer.currency : 'Hours';
  }

  covers(fleet: string) {
    return this.#commitment.covers.includes(fleet);
  }

  /** Machines are promised in one region, money anywhere. */
  takes(line: Line) {
    return this.#isSpend || line.price.region === this.#commitment.region;
  }

  /** Hours of machines, or money, for so many hours. */
  #amount(hours: number): Exact {
    if (this.#isSpend) return times(this.#perHour, exact(String(hours)));
    return exact(String(hours * this.#commitment.machines));
  }

  open(on: BillDay) {
    this.#left = this.#amount(hoursOf(on));
  }

  /** One day's use of a covered machine: the covered part, and at the usual price what goes beyond. */
  *use(line: Line, on: BillDay, month: BillMonth, quantity: Exact): Generator<string> {
    const price = this.#isSpend
      ? times(line.price.contracted, perMille(this.#commitment.pricePerMille))
      : this.#perHour;
    const most = this.#isSpend ? affordable(this.#left, price, quantity.scale) : this.#left;
    const covered = isBelow(most, quantity) ? most : quantity;
    if (covered.digits > 0n) {
      const effective = times(price, covered);
      const spent = this.#isSpend ? effective : covered;
      this.#left = minus(this.#left, spent);
      const paid = { billed: '0', effective: textOf(effective), category: 'Committed' };
      const moving = { ...usage(line, on, { ...covered, scale: covered.scale }), ...paid };
      yield written(month, { ...moving, commitment: this.#cells('Used', spent) }, line.still);
    }
    const rest = minus(quantity, covered);
    if (rest.digits > 0n) yield usageRow(line, on, month, rest);
  }

  /** What nobody used of it on that day. */
  *close(on: BillDay, month: BillMonth): Generator<string> {
    if (this.#left.digits <= 0n) return;
    const moving = {
      ...plainCharge(times(this.#price, this.#left), on),
      ...{ billed: '0', quantity: textOf(this.#left), category: 'Committed' },
      commitment: this.#cells('Unused', this.#left),
    };
    yield written(month, moving, this.#still('Usage', 'Usage-Based', 'unused'));
  }

  /** Money is promised by the hour and billed by the day; machines are billed on the first for the whole month. */
  *purchase(on: BillDay, month: BillMonth): Generator<string> {
    if (!this.#isSpend && on.dayOfMonth !== 1) return;
    const amount = this.#amount(this.#isSpend ? hoursOf(on) : 24 * on.daysInMonth);
    const moving = {
      ...plainCharge(times(this.#price, amount), this.#isSpend ? on : month),
      ...{ effective: '0', quantity: textOf(amount), category: 'Standard' },
      commitment: this.#cells('', amount),
    };
    yield written(month, moving, this.#still('Purchase', 'Recurring', 'recurring fee'));
  }

  /** The cells of a row about the commitment itself, which then is the resource. */
  #still(category: string, frequency: string, what: string): string {
    const { id, name, type, region, account, service, sku } = this.#commitment;
    const owner = this.#payer.accounts.find((one) => one.name === account);
    return stillCells({
      ...partiesOf(this.#payer, owner),
      ...priceCells(this.#price, this.#price),
      ChargeCategory: category,
      ChargeFrequency: frequency,
      ChargeDescription: `${name}: ${what}`,
      PricingUnit: this.#unit,
      ServiceName: service[0],
      ServiceCategory: service[1],
      ServiceSubcategory: service[2],
      SkuId: sku,
      SkuMeter: type,
      SkuPriceId: `${sku}.${region}`,
      ResourceId: id,
      ResourceName: name,
      ResourceType: type,
      RegionId: region,
      RegionName: REGIONS[region]!.name,
    }).join(',');
  }

  #cells(status: '' | 'Used' | 'Unused', amount: Exact): string {
    const { id, name, category, type } = this.#commitment;
    return [quoted(id), quoted(name), category, type, status, textOf(amount), this.#unit].join(',');
  }
}

/** Room that was reserved for more machines than run: the difference costs as if they ran. */
export class Room {
  #used = NONE;
  #line?: Line;

  constructor(private readonly reservation: Reservation) {}

  get fleet() {
    return this.reservation.covers;
  }

  open() {
    this.#used = NONE;
  }

  *use(line: Line, on: BillDay, month: BillMonth, quantity: Exact): Generator<string> {
    this.#line = line;
    this.#used = plus(this.#used, quantity);
    yield written(month, { ...usage(line, on, quantity), reservation: `${this.reservation.id},Used` }, line.still);
  }

  *close(on: BillDay, month: BillMonth): Generator<string> {
    const { id, machines } = this.reservation;
    const unused = minus(exact(String(hoursOf(on) * machines)), this.#used);
    if (!this.#line || unused.digits <= 0n) return;
    const about = { ResourceId: id, ResourceName: 'tools-room', ResourceType: 'Capacity Reservation' };
    const still = stillCells({ ...about, ChargeDescription: 'Reserved capacity: unused' }, this.#line.cells);
    const moving = usage({ ...this.#line, last: undefined }, on, unused);
    yield written(month, { ...moving, reservation: `${id},Unused` }, still.join(','));
  }
}
