import { csvOf, readBill } from '../../../../test/support/bills.js';

const BENEFIT = '/providers/Microsoft.Capacity/reservationOrders/1/reservations/2';
const USE = {
  BillingAccountId: '861',
  BillingAccountName: 'Trey',
  BillingPeriodStartDate: '09/01/2023',
  BillingPeriodEndDate: '09/30/2023',
  SubscriptionId: 's-1',
  SubscriptionName: 'Research',
  Date: '09/30/2023',
  Product: 'Blob storage',
  MeterId: 'm-1',
  MeterCategory: 'Storage',
  ServiceFamily: 'AI + Machine Learning',
  Quantity: '3',
  UnitPrice: '0.1',
  EffectivePrice: '0.1',
  Cost: '0.30000000000000000001',
  BillingCurrency: 'USD',
  ResourceLocation: 'East US 2',
  ResourceId: '/subscriptions/s-1/resourceGroups/g/providers/Microsoft.Storage/storageAccounts/a',
  ResourceName: '',
  Tags: '"env": "prod","org": "trey"',
  UnitOfMeasure: '1 GB',
  ChargeType: 'Usage',
  Frequency: 'UsageBased',
  PayGPrice: '0.2',
  PricingModel: 'OnDemand',
  benefitId: '',
};
const COVERED = { ...USE, PricingModel: 'Reservation', benefitId: BENEFIT, Cost: '5' };
const UNUSED = { ...COVERED, ChargeType: 'UnusedReservation', Cost: '2' };
const PURCHASE = { ...COVERED, ChargeType: 'Purchase', Frequency: 'Recurring', Cost: '7' };

async function read(rows: (typeof USE)[], filename: string, besideAmortized = false) {
  const result = await readBill(csvOf(rows), { filename, besideAmortized });
  const { columns, kind } = result.source;
  const charges = result.rows.map(({ values }) => Object.fromEntries(columns.map((name, at) => [name, values[at]])));
  return {
    ...result,
    kind,
    charges,
    costs: charges.map(({ BilledCost, EffectiveCost }) => [BilledCost, EffectiveCost]),
  };
}

describe("Azure's own export", () => {
  it('is mapped to FOCUS', async () => {
    const { charges, rows } = await read([USE], 'export.csv');
    expect(charges[0]).toMatchObject({
      BilledCost: '0.30000000000000000001',
      ContractedCost: '0.3',
      ListCost: '0.6',
      BillingPeriodStart: '2023-09-01T00:00:00Z',
      BillingPeriodEnd: '2023-10-01T00:00:00Z',
      ChargePeriodStart: '2023-09-30T00:00:00Z',
      ChargePeriodEnd: '2023-10-01T00:00:00Z',
      ChargeCategory: 'Usage',
      ChargeFrequency: 'Usage-Based',
      ConsumedQuantity: '3',
      PricingCategory: 'Standard',
      ProviderName: 'Microsoft',
      RegionId: 'eastus2',
      ResourceName: 'a',
      ResourceType: 'Microsoft.Storage/storageAccounts',
      ServiceCategory: 'AI and Machine Learning',
      ServiceName: 'Storage',
      SubAccountId: 's-1',
      CommitmentDiscountId: null,
    });
    expect(rows[0]?.tags.canonical).toBe('{"env":"prod","org":"trey"}');
    expect(JSON.parse(rows[0]?.x ?? '')).toMatchObject({ EffectivePrice: '0.1', ChargeType: 'Usage' });
  });
});

describe('its costs', () => {
  it('amortised: what a commitment covers, or leaves unused, is effective cost only', async () => {
    const { kind, costs, charges } = await read([USE, COVERED, UNUSED], 'AmortizedCost.csv');
    expect(kind).toBe('azure-ea-amortized');
    expect(costs).toEqual([
      ['0.30000000000000000001', '0.30000000000000000001'],
      ['0', '5'],
      ['0', '2'],
    ]);
    expect(charges.map(({ CommitmentDiscountStatus }) => CommitmentDiscountStatus)).toEqual([null, 'Used', 'Unused']);
    expect(charges[1]).toMatchObject({ CommitmentDiscountCategory: 'Usage', CommitmentDiscountType: 'Reservation' });
  });

  it('actual, alone: the bill as it was paid, effective as billed', async () => {
    const { kind, costs } = await read([USE, { ...COVERED, Cost: '0' }, PURCHASE], 'ActualCost.csv');
    expect(kind).toBe('azure-ea-actual');
    expect(costs.map(([, effective]) => effective)).toEqual(['0.30000000000000000001', '0', '7']);
    expect(costs.every(([billed, effective]) => billed === effective)).toBe(true);
  });

  it('actual, beside the amortised: only the purchases of commitments, billed and not effective', async () => {
    const { costs, skipped } = await read([USE, { ...COVERED, Cost: '0' }, PURCHASE], 'ActualCost.csv', true);
    expect([costs, skipped]).toEqual([[['7', '0']], 2]);
  });

  it.each([
    ['amortised by the cost of what is covered', [USE, COVERED], 'azure-ea-amortized'],
    ['amortised by what is unused', [UNUSED], 'azure-ea-amortized'],
    ['actual by the purchase', [{ ...COVERED, Cost: '0' }, PURCHASE], 'azure-ea-actual'],
    ['actual without a sign', [USE], 'azure-ea-actual'],
  ])('is %s, where its name does not say', async (_, rows, kind) => {
    expect((await read(rows, 'part_0.csv')).kind).toBe(kind);
  });

  it('quarantines by the names of its own columns', async () => {
    const { bad } = await read(
      [
        { ...USE, Date: '02/30/2023' },
        { ...USE, Cost: 'much' },
      ],
      'part_0.csv',
    );
    expect(bad.map(({ line, column }) => [line, column])).toEqual([
      [2, 'Date'],
      [3, 'Cost'],
    ]);
  });

  it('without its dates or account is refused', async () => {
    const rest = Object.entries(USE).filter(([name]) => name !== 'BillingPeriodStartDate');
    await expect(readBill(csvOf([Object.fromEntries(rest)]))).rejects.toThrow(/lacks billingperiodstartdate/);
  });
});
