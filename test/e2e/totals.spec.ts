import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { Decimal } from '#common';
import { startApp, type TestApp } from '../support/app.js';
import { focusFile } from '../support/focus-file.js';
import { plainCsv, sumsBy } from '../support/plain-csv.js';
import { describeReal, realData } from '../support/real-data.js';

let test: TestApp;
beforeEach(async () => void (test = await startApp()));
afterEach(() => test.close());

const METRICS = { billed: 'BilledCost', effective: 'EffectiveCost', list: 'ListCost', contracted: 'ContractedCost' };
const PROVIDERS: Record<string, string> = {
  ...{ AWS: 'aws', Microsoft: 'azure', 'Microsoft Azure': 'azure', 'Google Cloud': 'gcp', Oracle: 'oci' },
};

type Charge = Record<string, string>;

/** What a charge says of each dimension, in the words of the API. */
const SAID: Record<string, (charge: Charge) => string> = {
  provider: (charge) => PROVIDERS[charge.ProviderName!]!,
  service: (charge) => charge.ServiceName!,
};

const named = (parts: readonly string[]) => parts.join(' / ');
const plain = (amounts: Record<string, string>) =>
  Object.fromEntries(Object.entries(amounts).map(([key, amount]) => [key, new Decimal(amount).toFixed()]));

/** The sums of the file's own texts, by currency and the dimensions. */
const sumsOf = (charges: readonly Charge[], column: string, dimensions: readonly string[]) =>
  plain(sumsBy(charges, column, (row) => named([row.BillingCurrency!, ...dimensions.map((name) => SAID[name]!(row))])));

/** The same as the API answers it. */
async function answered(metric: string, dimensions: readonly string[]) {
  const query = `from=2020-01-01&to=2030-01-01&metric=${metric}&granularity=total&top=500`;
  const { body } = await test.rest('GET', `/cost/summary?${query}&groupBy=${dimensions.join(',')}`);
  const cells = body.currencies.flatMap(({ currency, groups }: any) =>
    groups.map(({ key, total }: any) => [named([currency, ...dimensions.map((name) => key[name])]), total]),
  );
  const totals = body.currencies.map(({ currency, total }: any) => [currency, total]);
  return { groups: plain(Object.fromEntries(cells)), totals: plain(Object.fromEntries(totals)) };
}

async function deliver(files: Record<string, string>) {
  const form = new FormData();
  for (const [name, text] of Object.entries(files)) form.append('file', new Blob([text]), name);
  const reply = await fetch(`${test.url}/cost/imports?wait=60`, {
    method: 'POST',
    headers: { authorization: `Bearer a-token-for-the-tests` },
    body: form,
  });
  return (await reply.json()) as Record<string, unknown>;
}

/** Each metric by currency, by each dimension and by both. */
async function expectTotalsOf(charges: readonly Charge[]) {
  for (const [metric, column] of Object.entries(METRICS)) {
    for (const dimensions of [['provider'], ['service'], ['provider', 'service']]) {
      const { groups, totals } = await answered(metric, dimensions);
      expect(groups).toEqual(sumsOf(charges, column, dimensions));
      expect(totals).toEqual(sumsOf(charges, column, []));
    }
  }
}

const SAMPLE = 'finops-org/FOCUS-1.0_focus_sample.csv';
const AWS = 'toolkit-synthetic/aws_1_2_cost_and_usage_rows100_seed42.csv';
const AZURE = 'toolkit-synthetic/azure_1_2_cost_and_usage_rows100_seed42.csv';

describeReal('real bills', () => {
  it.each<[string, string[], number]>([
    ['1.0', [SAMPLE], 1_000],
    ['1.2', [AWS], 100],
    ['1.2', [AZURE], 100],
    ['1.0', [SAMPLE, AWS, AZURE], 1_200],
  ])(
    'of FOCUS %s come to the totals of the files themselves, to the last decimal: %j',
    async (version, names, count) => {
      const files = Object.fromEntries(
        names.map((name) => [basename(name), readFileSync(realData('focus', name), 'utf8')]),
      );
      const charges = Object.values(files).flatMap(plainCsv);
      expect(charges).toHaveLength(count);
      expect(await deliver(files)).toMatchObject({
        ...{ state: 'done', error: null, focusVersion: version },
        ...{ rowsRead: count, rowsAccepted: count, rowsQuarantined: 0 },
      });
      await expectTotalsOf(charges);
    },
  );
});

it('comes to the totals of a bill of three providers in two currencies, to the last decimal', async () => {
  const csv = focusFile('1.2', { rows: 600, seed: 3 }).csv();
  const charges = plainCsv(csv);
  expect(new Set(charges.map((row) => row.BillingCurrency)).size).toBe(2);
  expect(new Set(charges.map((row) => row.ProviderName)).size).toBe(3);
  expect(await deliver({ 'bill.csv': csv })).toMatchObject({ state: 'done', rowsAccepted: 600 });
  await expectTotalsOf(charges);
});
