import { FLAG_WORD, flagPosition, indexOf } from './layout.js';
import type { Cells, RowReader } from './row-reader.js';
import { TEXT } from './text-faults.js';
import { TIME } from './time-faults.js';

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
const areOpposite = (one: number, other: number) => (one < 0 && other > 0) || (one > 0 && other < 0);

/** Moments compare as text when they are written alike. */
const isBefore = (one: string | null, other: string | null) =>
  one !== null && other !== null && one.length === other.length && one < other;
const isNotBefore = (one: string | null, other: string | null) =>
  one !== null && other !== null && one.length === other.length && one >= other;

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

/** Puts the facts of `FLAGS` into the signature of the row that the reader has just read. */
export class RowFacts {
  constructor(private readonly reader: RowReader) {}

  add(cells: Cells) {
    this.addCosts();
    this.addPrices();
    if (cells[at.pricingCurrency] != null && cells[at.pricingCurrency] === cells[at.billingCurrency]) this.addPricing();
    this.addIdentities(cells);
    this.addWords(cells);
    this.addPeriods(cells);
  }

  private set(position: number, isSo: boolean) {
    if (isSo) this.reader.words[FLAG_WORD + (position >> 5)]! |= 1 << (position & 31);
  }

  private addCosts() {
    const { numbers } = this.reader;
    const billed = numbers[at.billed]!;
    const effective = numbers[at.effective]!;
    const list = numbers[at.list]!;
    const contracted = numbers[at.contracted]!;
    this.set(flag.billedZero, billed === 0);
    this.set(flag.billedNegative, billed < 0);
    this.set(flag.effectiveZero, effective === 0);
    this.set(flag.effectiveNegative, effective < 0);
    this.set(flag.effectiveOffBilled, differ(effective, billed));
    this.set(flag.listOffBilled, differ(list, billed));
    this.set(flag.contractedOffBilled, differ(contracted, billed));
    this.set(flag.effectiveSignOff, areOpposite(effective, billed));
    this.set(flag.listSignOff, areOpposite(list, billed) || (list === 0 && differ(list, billed)));
    this.set(flag.contractedSignOff, areOpposite(contracted, billed) || (contracted === 0 && differ(0, billed)));
    this.set(flag.pricingEffectiveZero, numbers[at.pricingEffective] === 0);
  }

  private addPrices() {
    const { numbers } = this.reader;
    const listPrice = numbers[at.listPrice]!;
    const contractedPrice = numbers[at.contractedPrice]!;
    const quantity = numbers[at.quantity]!;
    this.set(flag.listPriceNegative, listPrice < 0);
    this.set(flag.contractedPriceNegative, contractedPrice < 0);
    this.set(flag.pricingListPriceNegative, numbers[at.pricingList]! < 0);
    this.set(flag.pricingContractedPriceNegative, numbers[at.pricingContracted]! < 0);
    this.set(flag.listProductOff, differ(listPrice * quantity, numbers[at.list]!));
    this.set(flag.contractedProductOff, differ(contractedPrice * quantity, numbers[at.contracted]!));
    this.set(flag.discounted, contractedPrice < listPrice);
    this.set(flag.commitmentQuantityPositive, numbers[at.commitmentQuantity]! > 0);
  }

  /** Where the prices are in the bill's own currency, both forms of an amount are one. */
  private addPricing() {
    const { numbers } = this.reader;
    this.set(flag.pricingListOff, differ(numbers[at.pricingList]!, numbers[at.listPrice]!));
    this.set(flag.pricingContractedOff, differ(numbers[at.pricingContracted]!, numbers[at.contractedPrice]!));
    this.set(flag.pricingEffectiveOff, differ(numbers[at.pricingEffective]!, numbers[at.effective]!));
  }

  private addIdentities(cells: Cells) {
    const resource = cells[at.resource] ?? null;
    if (resource !== null) {
      this.set(flag.resourceIsCommitment, resource === cells[at.commitment]);
      this.set(flag.resourceIsReservation, resource === cells[at.reservation]);
      this.set(flag.nameIsGeneratedId, resource === cells[at.resourceName] && GENERATED.test(resource));
    }
    const sku = cells[at.sku] ?? null;
    this.set(flag.skuPriceIsSku, sku !== null && sku === cells[at.skuPrice]);
    const issuer = cells[at.issuer] ?? null;
    this.set(flag.otherIssuer, issuer !== null && cells[at.provider] != null && issuer !== cells[at.provider]);
  }

  private addWords(cells: Cells) {
    const { faults } = this.reader;
    const description = cells[at.description] == null ? 0 : faults[at.description]!;
    const meter = cells[at.skuMeter] == null ? 0 : faults[at.skuMeter]!;
    this.set(flag.saysSpot, ((description | meter) & TEXT.saysSpot) !== 0);
    this.set(flag.saysCredit, (description & TEXT.saysCredit) !== 0);
    const unit = cells[at.commitmentUnit] == null ? 0 : faults[at.commitmentUnit]!;
    this.set(flag.unitIsCurrency, (unit & TEXT.isCurrency) !== 0);
  }

  private addPeriods(cells: Cells) {
    const billingStart = cells[at.billingStart] ?? null;
    const billingEnd = cells[at.billingEnd] ?? null;
    const chargeStart = cells[at.chargeStart] ?? null;
    const chargeEnd = cells[at.chargeEnd] ?? null;
    const isBillingEmpty = isNotBefore(billingStart, billingEnd);
    const isChargeEmpty = isNotBefore(chargeStart, chargeEnd);
    this.set(flag.billingStartWrong, isBillingEmpty || this.isLastSecond(at.billingStart, billingStart));
    this.set(flag.billingEndWrong, isBillingEmpty || this.isLastSecond(at.billingEnd, billingEnd));
    this.set(flag.chargeStartWrong, isChargeEmpty);
    this.set(flag.chargeEndWrong, isChargeEmpty || this.isLastSecond(at.chargeEnd, chargeEnd));
    this.set(
      flag.beforeBillingPeriod,
      chargeEnd === billingStart ? chargeEnd !== null : isBefore(chargeEnd, billingStart),
    );
    this.set(flag.insideBillingPeriod, isNotBefore(chargeStart, billingStart));
  }

  private isLastSecond(column: number, value: string | null) {
    return value !== null && (this.reader.faults[column]! & TIME.lastSecond) !== 0;
  }
}
