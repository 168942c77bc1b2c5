import { CHARGE, csvOf, readBill } from '../../../../test/support/bills.js';
import { columnsOf, FOCUS_VERSIONS } from '../focus/columns.js';
import { detectVersion, layoutOf } from './header.js';

describe('the version of a file', () => {
  it.each(FOCUS_VERSIONS)('%s is told by its columns', (version) => {
    expect(detectVersion(columnsOf(version).map(({ name }) => name))).toBe(version);
  });

  it('is the newest of which one column is there', () => {
    expect(detectVersion(['BilledCost', 'ProviderName'])).toBe('1.0');
    expect(detectVersion(['BilledCost', 'ProviderName', 'SkuMeter'])).toBe('1.1');
    expect(detectVersion(['BilledCost', 'ProviderName', 'SkuMeter', 'InvoiceId'])).toBe('1.2');
    expect(detectVersion(['BilledCost', 'ProviderName', 'ServiceProviderName'])).toBe('1.3');
    expect(detectVersion(['BilledCost', 'ServiceProviderName'])).toBe('1.4');
  });
});

describe('a header', () => {
  it('is matched without case, blanks and underscores, in any order', () => {
    const names = [' billed cost ', 'BILLINGCURRENCY', 'billing_account_id', 'x_Team', 'BillingPeriodStart'];
    const layout = layoutOf([...names, 'ChargePeriodStart', 'ChargePeriodEnd', 'PublisherName']);
    expect(layout.columns.slice(0, 4)).toEqual([
      ...['BilledCost', 'BillingCurrency', 'BillingAccountId', 'BillingPeriodStart'],
    ]);
    expect(layout.extras).toEqual([{ name: 'x_Team', index: 3 }]);
  });

  it('of every version gives every column a value', async () => {
    for (const version of FOCUS_VERSIONS) {
      const columns = columnsOf(version).map(({ name }) => name);
      const charge = { ...Object.fromEntries(columns.map((name) => [name, ''])), ...CHARGE, EffectiveCost: '1' };
      const { source, rows } = await readBill(csvOf([{ ...charge, ServiceProviderName: 'AWS' }]));
      expect(rows).toHaveLength(1);
      expect(rows[0]?.values).toHaveLength(source.columns.length);
    }
  });
});

describe('the cells of a row', () => {
  it('keep what FOCUS does not know, as JSON', async () => {
    const charges = [
      { x_Team: 'a "b"\\', Id: '7', ...CHARGE },
      { x_Team: '', Id: 'NULL', ...CHARGE },
    ];
    const { source, rows } = await readBill(csvOf(charges));
    expect(source.extras).toEqual(['x_Team', 'Id']);
    expect(rows.map(({ x, values }) => [x && JSON.parse(x), values])).toEqual([
      [{ x_Team: 'a "b"\\', Id: '7' }, Object.values(CHARGE)],
      [null, Object.values(CHARGE)],
    ]);
  });

  it('have the case of the specification', async () => {
    const { source, rows } = await readBill(
      csvOf([{ ...CHARGE, ChargeFrequency: 'Usage-based', ChargeCategory: 'Strange', BillingCurrency: 'usd' }]),
    );
    const values = Object.fromEntries(source.columns.map((name, index) => [name, rows[0]?.values[index]]));
    expect(values).toMatchObject({ ChargeFrequency: 'Usage-Based', ChargeCategory: 'Strange', BillingCurrency: 'USD' });
  });

  it('keep the text of tags beside their reading, one object for the same text', async () => {
    const tags = ['{" org":"a"}', '{" org":"a"}', 'org=a', ''];
    const { source, rows } = await readBill(csvOf(tags.map((Tags) => ({ ...CHARGE, Tags }))));
    const at = source.columns.indexOf('Tags');
    expect(rows.map((row) => [row.values[at], row.tags.canonical, row.tags.valid])).toEqual([
      ['{" org":"a"}', '{"org":"a"}', true],
      ['{" org":"a"}', '{"org":"a"}', true],
      ['org=a', '{}', false],
      [null, '{}', true],
    ]);
    expect(rows[0]?.tags).toBe(rows[1]?.tags);
  });

  it('of JSON columns are such that jsonb takes them', async () => {
    const details = ['{"CoreCount":2}', 'two cores', ''];
    const { source, rows } = await readBill(csvOf(details.map((SkuPriceDetails) => ({ ...CHARGE, SkuPriceDetails }))));
    const at = source.columns.indexOf('SkuPriceDetails');
    expect(rows.map(({ values }) => values[at])).toEqual(['{"CoreCount":2}', '"two cores"', null]);
  });

  it('without a special character need no escape for COPY', async () => {
    const names = ['plain', 'a "quote", a comma', 'back\\slash', 'tab\there', 'two\nlines', 'return\rhere'];
    const { rows } = await readBill(csvOf(names.map((ProviderName) => ({ ...CHARGE, ProviderName }))));
    expect(rows.map(({ needsEscape }) => needsEscape)).toEqual([false, false, true, true, true, true]);
  });
});
