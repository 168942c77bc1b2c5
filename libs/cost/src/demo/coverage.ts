import type { Commitment } from './commitments.js';
import { affordable, exact, minus, plus, textOf, times, type Exact } from './exact.js';
import { costed, dated, partiesOf, PER_MILLE, priceCells, usageRow, type BillMonth, type Line } from './line.js';
import { REGIONS, type Payer } from './organisation.js';
import { HOURS_OF_NEWEST_DAY, type BillDay } from './rhythm.js';
import { placeOf, quoted, rowOf } from './row.js';

const ONE = exact('1');
const NONE = exact('0');
const REGION = placeOf('RegionId');
const CATEGORY = placeOf('PricingCategory');
const PLACES = ['Id', 'Name', 'Category', 'Type', 'Status', 'Quantity', 'Unit'].map((part) =>
  placeOf(`CommitmentDiscount${part}`),
);

const isBelow = (a: Exact, b: Exact) => minus(a, b).digits < 0n;

/** What a commitment still covers, day by day: it is spent on the machines in their order, the rest is unused. */
export class Coverage {
  readonly #commitment: Commitment;
  readonly #payer: Payer;
  readonly #perHour: Exact;
  readonly #unit: string;
  #left = NONE;

  constructor(commitment: Commitment, payer: Payer) {
    this.#commitment = commitment;
    this.#payer = payer;
    this.#perHour = exact(commitment.perHour);
    this.#unit = commitment.category === 'Spend' ? payer.currency : 'Hours';
  }

  covers(fleet: string) {
    return this.#commitment.covers.includes(fleet);
  }

  /** Machines are promised in one region, money anywhere. */
  takes(line: Line) {
    return this.#commitment.category === 'Spend' || line.cells[REGION] === this.#commitment.region;
  }

  /** Hours of machines, or money, for so many hours. */
  #amount(hours: number): Exact {
    const { category, machines } = this.#commitment;
    return category === 'Spend' ? times(this.#perHour, exact(String(hours))) : exact(String(hours * machines));
  }

  open(on: BillDay) {
    this.#left = this.#amount(on.isNewest ? HOURS_OF_NEWEST_DAY : 24);
  }

  /** One day's use of a covered machine: the covered part, and at the usual price what goes beyond. */
  *use(line: Line, on: BillDay, month: BillMonth, quantity: Exact): Generator<string[]> {
    const isSpend = this.#commitment.category === 'Spend';
    const price = isSpend ? times(line.contracted, PER_MILLE(this.#commitment.pricePerMille)) : this.#perHour;
    const most = isSpend ? affordable(this.#left, price, quantity.scale) : this.#left;
    const covered = isBelow(most, quantity) ? most : quantity;
    if (covered.digits > 0n) {
      const effective = times(price, covered);
      const spent = isSpend ? effective : covered;
      this.#left = minus(this.#left, spent);
      yield this.#marked(usageRow(line, on, month, { quantity: covered, effective }), 'Used', spent);
    }
    const rest = minus(quantity, covered);
    if (rest.digits > 0n) yield usageRow(line, on, month, { quantity: rest });
  }

  /** What nobody used of it on that day. */
  *close(on: BillDay, month: BillMonth): Generator<string[]> {
    if (this.#left.digits <= 0n) return;
    const row = this.#own('Usage', 'Unused', this.#left);
    row[CATEGORY] = 'Committed';
    row[placeOf('ChargeFrequency')] = 'Usage-Based';
    const cost = times(this.#price(), this.#left);
    costed(row, cost);
    row[placeOf('BilledCost')] = '0';
    yield this.#marked(dated(row, on, month), 'Unused', this.#left);
  }

  /** Money is promised by the hour and billed by the day; machines are billed on the first for the whole month. */
  *purchase(on: BillDay, month: BillMonth): Generator<string[]> {
    const isSpend = this.#commitment.category === 'Spend';
    if (!isSpend && on.dayOfMonth !== 1) return;
    const hours = isSpend ? (on.isNewest ? HOURS_OF_NEWEST_DAY : 24) : 24 * on.daysInMonth;
    const amount = this.#amount(hours);
    const row = costed(this.#own('Purchase', '', amount), times(this.#price(), amount), NONE);
    yield this.#marked(dated(row, isSpend ? on : month, month), '', amount);
  }

  #price(): Exact {
    return this.#commitment.category === 'Spend' ? ONE : this.#perHour;
  }

  /** A row about the commitment itself, which then is the resource. */
  #own(category: string, status: string, amount: Exact): string[] {
    const { id, name, type, region, account, service, sku } = this.#commitment;
    return rowOf({
      ...partiesOf(
        this.#payer,
        this.#payer.accounts.find((one) => one.name === account),
      ),
      ...priceCells(this.#price(), this.#price()),
      ChargeCategory: category,
      ChargeFrequency: 'Recurring',
      ChargeDescription: status ? `${name}, unused` : `${name}, recurring fee`,
      PricingCategory: 'Standard',
      PricingQuantity: textOf(amount),
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
    });
  }

  #marked(row: string[], status: '' | 'Used' | 'Unused', amount: Exact): string[] {
    const { id, name, category, type } = this.#commitment;
    const texts = [quoted(id), quoted(name), category, type, status, textOf(amount), this.#unit];
    PLACES.forEach((place, index) => (row[place] = texts[index]!));
    if (status === 'Used') row[CATEGORY] = 'Committed';
    return row;
  }
}

const RESERVED_ID = placeOf('CapacityReservationId');
const RESERVED_STATUS = placeOf('CapacityReservationStatus');

/** Room that was reserved for more machines than run: the difference costs as if they ran. */
export class Room {
  #running = NONE;
  #line?: Line;

  constructor(
    private readonly id: string,
    readonly fleet: string,
    private readonly machines: number,
  ) {}

  open() {
    this.#running = NONE;
  }

  use(line: Line, row: string[], quantity: Exact): string[] {
    this.#line = line;
    this.#running = plus(this.#running, quantity);
    row[RESERVED_ID] = this.id;
    row[RESERVED_STATUS] = 'Used';
    return row;
  }

  *close(on: BillDay, month: BillMonth): Generator<string[]> {
    const hours = (on.isNewest ? HOURS_OF_NEWEST_DAY : 24) * this.machines;
    const quantity = minus(exact(String(hours)), this.#running);
    if (!this.#line || quantity.digits <= 0n) return;
    const row = usageRow(this.#line, on, month, { quantity });
    row[placeOf('ResourceId')] = this.id;
    row[placeOf('ResourceName')] = 'tools-room';
    row[placeOf('ResourceType')] = 'Capacity Reservation';
    row[placeOf('ChargeDescription')] = 'Reserved capacity, unused';
    row[RESERVED_ID] = this.id;
    row[RESERVED_STATUS] = 'Unused';
    yield row;
  }
}
