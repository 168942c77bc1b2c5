import { CHARGE, csvOf, readBill } from '../../../../test/support/bills.js';
import { FileRefused } from './index.js';

describe('opening a bill', () => {
  it('reads the rows of a plain CSV, each in the order of the columns', async () => {
    const { source, rows, bad } = await readBill(csvOf([CHARGE, CHARGE]));
    expect([source.version, source.columns, bad]).toEqual(['1.0', Object.keys(CHARGE), []]);
    expect(rows.map(({ line, values }) => [line, values])).toEqual([
      [2, Object.values(CHARGE)],
      [3, Object.values(CHARGE)],
    ]);
  });

  it('refuses what lacks the columns of a charge, and says which', async () => {
    const opened = readBill('BillingCurrency,BillingAccountId,Tags\nUSD,1,{}\n');
    await expect(opened).rejects.toThrow(FileRefused);
    await expect(opened).rejects.toThrow(/lacks BilledCost/);
  });
});
