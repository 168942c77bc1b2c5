import { existsSync, readFileSync } from 'node:fs';
import { readAll } from '../../../../test/support/bills.js';
import { openSource } from './index.js';

const DATA = `${process.env.CLOUDGOV_REAL_DATA ?? '../shared/data'}/focus`;
const onRealData = existsSync(DATA) ? describe : describe.skip;
const why = existsSync(DATA) ? '' : ' (skipped: CLOUDGOV_REAL_DATA has no such files)';

/** The fields of a CSV by an expression, as independent of the reader as can be; these files break no line in a field. */
function fieldsOf(line: string): string[] {
  return Array.from(line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g), ([, quoted, plain]) =>
    quoted === undefined ? plain! : quoted.replaceAll('""', '"'),
  );
}

/** The sum of a column in units of 1e-30. */
function sumOf(texts: readonly (string | null | undefined)[]): bigint {
  return texts.reduce((sum, text) => {
    const [, sign, whole = '', fraction = ''] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text ?? '0') ?? [];
    return sum + BigInt(`${sign}${whole}${fraction.padEnd(30, '0')}`);
  }, 0n);
}

async function readFile(path: string) {
  const result = await readAll(await openSource(`${DATA}/${path}`, path));
  const lines = readFileSync(`${DATA}/${path}`, 'utf8')
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .filter(Boolean);
  const [names, ...table] = lines.map(fieldsOf);
  const valuesOf = (name: string) => result.rows.map(({ values }) => values[result.source.columns.indexOf(name)]);
  const textsOf = (name: string) =>
    table.map((row) => row[names!.indexOf(name)]!).map((text) => (text === 'NULL' || text === '' ? null : text));
  return { ...result, valuesOf, textsOf };
}

onRealData(`the real files${why}`, () => {
  const SYNTHETIC = ['aws', 'azure'].map((cloud) => `toolkit-synthetic/${cloud}_1_2_cost_and_usage_rows100_seed42.csv`);

  it.each<[string, string, number]>([
    ['finops-org/FOCUS-1.0_focus_sample.csv', '1.0', 1000],
    ...SYNTHETIC.map((path): [string, string, number] => [path, '1.2', 100]),
  ])('%s: every cost sums to what the file says, to the last decimal', async (path, version, count) => {
    const { source, rows, bad, valuesOf, textsOf } = await readFile(path);
    expect([source.version, rows.length, bad]).toEqual([version, count, []]);
    for (const cost of ['BilledCost', 'EffectiveCost', 'ListCost', 'ContractedCost']) {
      expect(valuesOf(cost)).toEqual(textsOf(cost));
      expect(sumOf(valuesOf(cost))).toBe(sumOf(textsOf(cost)));
    }
  });

  it('the sample of FOCUS 1.0 has the traps that are known of it, and each is understood', async () => {
    const { source, rows, valuesOf, textsOf } = await readFile('finops-org/FOCUS-1.0_focus_sample.csv');
    const filled = (name: string) => valuesOf(name).filter((value) => value !== null).length;
    expect([filled('ResourceId'), filled('Tags'), filled('ResourceType')]).toEqual([925, 711, 209]);
    expect(source.extras).toEqual(['Id']);
    expect(rows.every(({ x }) => /^\{"Id":"\d+"\}$/.test(x ?? ''))).toBe(true);
    expect(valuesOf('BilledCost').filter((cost) => cost!.startsWith('-'))).toHaveLength(13);
    expect(valuesOf('BillingPeriodStart').every((instant) => /^\d{4}-\d\d-\d\dT00:00:00Z$/.test(instant!))).toBe(true);
    expect(valuesOf('BillingPeriodStart').filter((start) => start === '2024-10-01T00:00:00Z')).toHaveLength(1);
    expect(valuesOf('ChargeFrequency')).not.toContain('Usage-based');
    expect(textsOf('ChargeFrequency')).toContain('Usage-based');
    expect(rows.filter(({ values }) => values.includes('NULL'))).toEqual([]);
    const keys = new Set(rows.flatMap(({ tags }) => Object.keys(JSON.parse(tags.canonical) as object)));
    expect([keys.has('org'), keys.has(' org'), rows.every(({ tags }) => tags.valid)]).toEqual([true, false, true]);
  });

  it.each([
    ['EA_ActualCost_Small.csv', 'azure-ea-actual', 'BilledCost', 11],
    ['EA_AmortizedCost_Small.csv', 'azure-ea-amortized', 'EffectiveCost', 28],
    ['EA_NoRows.csv', 'azure-ea-actual', 'BilledCost', 0],
  ])("Azure's %s sums to its own cost", async (file, kind, cost, count) => {
    const { source, rows, bad, valuesOf, textsOf } = await readFile(`azure-ea-sample/${file}`);
    expect([source.kind, rows.length, bad]).toEqual([kind, count, []]);
    expect(sumOf(valuesOf(cost))).toBe(sumOf(textsOf('Cost')));
    expect(rows.every(({ tags }) => tags.valid)).toBe(true);
  });
});
