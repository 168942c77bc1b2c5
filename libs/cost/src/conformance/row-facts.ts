import { FLAG_WORD, flagPosition, indexOf } from './layout.js';
import type { Cells, RowReader } from './row-reader.js';
import { TEXT } from './text-faults.js';
import { TIME } from './time-faults.js';
import { ABSENT } from './value-column.js';

const at = {
  billed: indexOf('BilledCost'),
  effective: indexOf('EffectiveCost'),
  list: indexOf('ListCost'),
  contracted: indexOf('ContractedCost'),
  listPrice: indexOf('ListUnitPrice'),
  contractedPrice: indexOf('ContractedUnitPrice'),
  quantity: indexOf('PricingQuantity'),
  pricingList: indexOf('PricingCurrencyListUnitPrice'),
  pricingContracted: indexOf('PricingCurrencyContractedUnitPrice'),
  pricingEffective: indexOf('PricingCurrencyEffectiveCost'),
  commitmentQuantity: indexOf('CommitmentDiscountQuantity'),
  commitmentUnit: indexOf('CommitmentDiscountUnit'),
  commitment: indexOf('CommitmentDiscountId'),
  reservation: indexOf('CapacityReservationId'),
  resource: indexOf('ResourceId'),
  resourceName: indexOf('ResourceName'),
  provider: indexOf('ProviderName'),
  issuer: indexOf('InvoiceIssuerName'),
  sku: indexOf('SkuId'),
  skuPrice: indexOf('SkuPriceId'),
  skuMeter: indexOf('SkuMeter'),
  description: indexOf('ChargeDescription'),
  pricingCurrency: indexOf('PricingCurrency'),
  billingCurrency: indexOf('BillingCurrency'),
  billingStart: indexOf('BillingPeriodStart'),
  billingEnd: indexOf('BillingPeriodEnd'),
  chargeStart: indexOf('ChargePeriodStart'),
  chargeEnd: indexOf('ChargePeriodEnd'),
};

const GENERATED = /[0-9a-f]{8}|\d{6}/i;

/** Amounts match when they differ by less than a millionth, absolutely or of the amount: providers round. */
const differ = (one: number, other: number) => Math.abs(one - other) > Math.max(1e-6, 1e-6 * Math.abs(other));
const areOpposite = (one: number, other: number) => one * other < 0;

const flag = {
  billedZero: flagPosition('billedZero'),
  billedNegative: flagPosition('billedNegative'),
  effectiveZero: flagPosition('effectiveZero'),
  effectiveNegative: flagPosition('effectiveNegative'),
  pricingEffectiveZero: flagPosition('pricingEffectiveZero'),
  listPriceNegative: flagPosition('listPriceNegative'),
  contractedPriceNegative: flagPosition('contractedPriceNegative'),
  pricingListPriceNegative: flagPosition('pricingListPriceNegative'),
  pricingContractedPriceNegative: flagPosition('pricingContractedPriceNegative'),
  listProductOff: flagPosition('listProductOff'),
  contractedProductOff: flagPosition('contractedProductOff'),
  discounted: flagPosition('discounted'),
  effectiveOffBilled: flagPosition('effectiveOffBilled'),
  listOffBilled: flagPosition('listOffBilled'),
  contractedOffBilled: flagPosition('contractedOffBilled'),
  effectiveSignOff: flagPosition('effectiveSignOff'),
  listSignOff: flagPosition('listSignOff'),
  contractedSignOff: flagPosition('contractedSignOff'),
  pricingListOff: flagPosition('pricingListOff'),
  pricingContractedOff: flagPosition('pricingContractedOff'),
  pricingEffectiveOff: flagPosition('pricingEffectiveOff'),
  commitmentQuantityPositive: flagPosition('commitmentQuantityPositive'),
  resourceIsCommitment: flagPosition('resourceIsCommitment'),
  resourceIsReservation: flagPosition('resourceIsReservation'),
  nameIsGeneratedId: flagPosition('nameIsGeneratedId'),
  otherIssuer: flagPosition('otherIssuer'),
  skuPriceIsSku: flagPosition('skuPriceIsSku'),
  unitIsCurrency: flagPosition('unitIsCurrency'),
  saysSpot: flagPosition('saysSpot'),
  saysCredit: flagPosition('saysCredit'),
  billingStartWrong: flagPosition('billingStartWrong'),
  billingEndWrong: flagPosition('billingEndWrong'),
  chargeStartWrong: flagPosition('chargeStartWrong'),
  chargeEndWrong: flagPosition('chargeEndWrong'),
  beforeBillingPeriod: flagPosition('beforeBillingPeriod'),
  insideBillingPeriod: flagPosition('insideBillingPeriod'),
};

/** A fact's bit in its word, where it is so. */
const on = (isSo: boolean, position: number) => (isSo ? 1 << (position & 31) : 0);

/** Puts the facts of `FLAGS` into the signature of the row that the reader has just read. */
export class RowFacts {
  /** `places`: by column, the place of its cell in a row. */
  constructor(
    private readonly reader: RowReader,
    private readonly places: Int32Array,
  ) {}

  add(cells: Cells) {
    const { words } = this.reader;
    const pricing = this.cell(cells, at.pricingCurrency);
    words[FLAG_WORD] =
      this.costs() |
      this.prices() |
      (pricing !== null && pricing === this.cell(cells, at.billingCurrency) ? this.pricing() : 0) |
      this.identities(cells) |
      this.marks() |
      this.billingPeriod();
    words[FLAG_WORD + 1] = this.chargePeriod();
  }

  private costs() {
    const { numbers } = this.reader;
    const billed = numbers[at.billed]!;
    const effective = numbers[at.effective]!;
    const list = numbers[at.list]!;
    const contracted = numbers[at.contracted]!;
    const isListOff = differ(list, billed);
    const isContractedOff = differ(contracted, billed);
    return (
      on(billed === 0, flag.billedZero) |
      on(billed < 0, flag.billedNegative) |
      on(effective === 0, flag.effectiveZero) |
      on(effective < 0, flag.effectiveNegative) |
      on(numbers[at.pricingEffective] === 0, flag.pricingEffectiveZero) |
      on(differ(effective, billed), flag.effectiveOffBilled) |
      on(isListOff, flag.listOffBilled) |
      on(isContractedOff, flag.contractedOffBilled) |
      on(areOpposite(effective, billed), flag.effectiveSignOff) |
      on(areOpposite(list, billed) || (list === 0 && isListOff), flag.listSignOff) |
      on(areOpposite(contracted, billed) || (contracted === 0 && isContractedOff), flag.contractedSignOff)
    );
  }

  private prices() {
    const { numbers } = this.reader;
    const list = numbers[at.listPrice]!;
    const contracted = numbers[at.contractedPrice]!;
    const quantity = numbers[at.quantity]!;
    return (
      on(list < 0, flag.listPriceNegative) |
      on(contracted < 0, flag.contractedPriceNegative) |
      on(numbers[at.pricingList]! < 0, flag.pricingListPriceNegative) |
      on(numbers[at.pricingContracted]! < 0, flag.pricingContractedPriceNegative) |
      on(differ(list * quantity, numbers[at.list]!), flag.listProductOff) |
      on(differ(contracted * quantity, numbers[at.contracted]!), flag.contractedProductOff) |
      on(contracted < list, flag.discounted) |
      on(numbers[at.commitmentQuantity]! > 0, flag.commitmentQuantityPositive)
    );
  }

  /** Where the prices are in the bill's own currency, both forms of an amount are one. */
  private pricing() {
    const { numbers } = this.reader;
    return (
      on(differ(numbers[at.pricingList]!, numbers[at.listPrice]!), flag.pricingListOff) |
      on(differ(numbers[at.pricingContracted]!, numbers[at.contractedPrice]!), flag.pricingContractedOff) |
      on(differ(numbers[at.pricingEffective]!, numbers[at.effective]!), flag.pricingEffectiveOff)
    );
  }

  private identities(cells: Cells) {
    const sku = this.cell(cells, at.sku);
    const issuer = this.cell(cells, at.issuer);
    const provider = this.cell(cells, at.provider);
    return (
      this.resource(cells) |
      on(sku !== null && sku === this.cell(cells, at.skuPrice), flag.skuPriceIsSku) |
      on(issuer !== null && provider !== null && issuer !== provider, flag.otherIssuer)
    );
  }

  private resource(cells: Cells) {
    const resource = this.cell(cells, at.resource);
    if (resource === null) return 0;
    return (
      on(resource === this.cell(cells, at.commitment), flag.resourceIsCommitment) |
      on(resource === this.cell(cells, at.reservation), flag.resourceIsReservation) |
      on(resource === this.cell(cells, at.resourceName) && GENERATED.test(resource), flag.nameIsGeneratedId)
    );
  }

  private cell(cells: Cells, column: number) {
    const place = this.places[column]!;
    return place === ABSENT ? null : cells[place]!;
  }

  private marks() {
    const { faults } = this.reader;
    const description = faults[at.description]!;
    return (
      on(((description | faults[at.skuMeter]!) & TEXT.saysSpot) !== 0, flag.saysSpot) |
      on((description & TEXT.saysCredit) !== 0, flag.saysCredit) |
      on((faults[at.commitmentUnit]! & TEXT.isCurrency) !== 0, flag.unitIsCurrency)
    );
  }

  private billingPeriod() {
    const { numbers, faults } = this.reader;
    const isEmpty = numbers[at.billingStart]! >= numbers[at.billingEnd]!;
    return (
      on(isEmpty || (faults[at.billingStart]! & TIME.lastSecond) !== 0, flag.billingStartWrong) |
      on(isEmpty || (faults[at.billingEnd]! & TIME.lastSecond) !== 0, flag.billingEndWrong)
    );
  }

  private chargePeriod() {
    const { numbers, faults } = this.reader;
    const start = numbers[at.chargeStart]!;
    const end = numbers[at.chargeEnd]!;
    const isEmpty = start >= end;
    return (
      on(isEmpty, flag.chargeStartWrong) |
      on(isEmpty || (faults[at.chargeEnd]! & TIME.lastSecond) !== 0, flag.chargeEndWrong) |
      on(end <= numbers[at.billingStart]!, flag.beforeBillingPeriod) |
      on(start >= numbers[at.billingStart]!, flag.insideBillingPeriod)
    );
  }
}
