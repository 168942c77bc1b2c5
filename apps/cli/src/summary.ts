import { Decimal, Exact, groupBy } from '#common';
import type { CostImport, ImportedPeriod, QuarantinedRow } from './cost-import.js';
import { count, counted, duration, money, period, short, table } from './format.js';
import { out } from './terminal.js';

const MOST_PERIODS = 24;

const sum = (rows: readonly ImportedPeriod[], of: 'billedCost' | 'effectiveCost') =>
  new Decimal(rows.reduce((total, row) => total.plus(row[of]), new Exact(0)));

const amounts = (rows: readonly ImportedPeriod[]) => [
  money(sum(rows, 'billedCost')),
  money(sum(rows, 'effectiveCost')),
];

const accounts = (rows: readonly ImportedPeriod[]) => count(new Set(rows.map((row) => row.billingAccountId)).size);

/** Sums of the bills by month, provider and currency, and below them one sum for each currency. */
function periodLines(all: readonly ImportedPeriod[]): string[] {
  const key = ({ start, end, provider, currency }: ImportedPeriod) => [start, end, provider, currency].join(' ');
  const groups = [...groupBy(all, key)].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, rows]) => rows);
  const lines = groups.map((rows) => {
    const { start, end, provider, currency } = rows[0]!;
    return [period(start, end), provider, accounts(rows), currency, ...amounts(rows)];
  });
  const sums = [...groupBy(all, ({ currency }) => currency)];
  const totals = sums.map(([currency, rows]) => ['Total', '', accounts(rows), currency, ...amounts(rows)]);
  const header = ['Period', 'Provider', 'Accounts', 'Currency', 'Billed', 'Effective'];
  const isOne = lines.length === 1;
  const [head, ...rest] = table([header, ...lines, ...(isOne ? [] : totals)], [2, 4, 5]);
  const shown = rest.slice(0, Math.min(lines.length, MOST_PERIODS));
  const more = lines.length - shown.length;
  return [
    out('dim', head!),
    ...shown,
    ...(more > 0 ? [out('dim', `… and ${counted(more, 'more line')} (--json has all)`)] : []),
    ...rest.slice(lines.length).map((line) => out('bold', line)),
  ];
}

function conformanceLine({ conformance }: CostImport): string {
  if (!conformance) return 'not told';
  const { score, rules, evaluated, total } = conformance;
  const musts = rules.filter(({ level }) => level === 'MUST').length;
  const broken = rules.length
    ? `${counted(rules.length, 'rule')} broken, ${count(musts)} of them MUST`
    : 'no rule broken';
  return `${score} of 100 (${broken}; ${count(evaluated)} of ${count(total)} evaluated)`;
}

function seconds({ createdAt, endedAt }: CostImport): string {
  return endedAt ? ` in ${duration((new Date(endedAt).getTime() - new Date(createdAt).getTime()) / 1000)}` : '';
}

const TITLES: Record<CostImport['state'], (it: CostImport) => string> = {
  queued: () => `${out('cyan', '…')} Waiting for its turn`,
  running: () => `${out('cyan', '…')} Being imported`,
  done: (it) =>
    `${out('green', '✓')} ${it.isUnchanged ? 'Unchanged: the same had been imported before' : `Imported${seconds(it)}`}`,
  held: () => `${out('yellow', '!')} Held back`,
  failed: () => `${out('red', '✗')} Failed`,
  refused: () => `${out('red', '✗')} Refused`,
};

function filesLine({ names }: CostImport): string {
  const shown = names
    .slice(0, 3)
    .map((name) => short(name, 60))
    .join(', ');
  return names.length > 3 ? `${shown} and ${counted(names.length - 3, 'more')}` : shown;
}

/** What an import came to, for a person. */
export function summaryOf(it: CostImport): string[] {
  const { rowsRead, rowsAccepted, rowsQuarantined } = it;
  const facts = [
    ['Import', it.id],
    [it.names.length === 1 ? 'File' : 'Files', filesLine(it)],
    ['Source', it.source],
    ...(it.focusVersion ? [['FOCUS', it.focusVersion]] : []),
  ];
  if (rowsRead)
    facts.push(
      ['Rows', `${count(rowsRead)} read · ${count(rowsAccepted)} accepted · ${count(rowsQuarantined)} quarantined`],
      ['Conformance', conformanceLine(it)],
    );
  const width = Math.max(...facts.map(([name]) => name!.length));
  return [
    TITLES[it.state](it),
    '',
    ...facts.map(([name, text]) => `${out('dim', name!.padEnd(width))}  ${text}`),
    ...(it.periods.length ? ['', ...periodLines(it.periods)] : []),
  ];
}

/** The first rows that could not be read, each with its place and what is wrong with it. */
export function quarantineLines(rows: readonly QuarantinedRow[], total: number): string[] {
  if (!rows.length) return [];
  const lines = table(
    rows.map(({ file, line, column, reason }) => [
      `${short(file, 40)}:${line}`,
      column ?? 'whole row',
      short(reason, 120),
    ]),
  );
  const more = total - rows.length;
  return [
    '',
    out('yellow', `${counted(total, 'row')} could not be read${more > 0 ? `; the first ${rows.length}` : ''}:`),
    ...lines.map((line) => `  ${line}`),
  ];
}
