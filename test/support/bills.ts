import { Readable } from 'node:stream';
import type { BatchOptions, OpenOptions, Source } from '../../libs/cost/src/reading/index.js';
import { openSource } from '../../libs/cost/src/reading/index.js';

/** A small valid charge by column; a test changes the one thing it is about. */
export const CHARGE: Readonly<Record<string, string>> = {
  BilledCost: '1.50',
  EffectiveCost: '1.25',
  BillingCurrency: 'USD',
  BillingAccountId: '42',
  BillingPeriodStart: '2026-05-01T00:00:00Z',
  BillingPeriodEnd: '2026-06-01T00:00:00Z',
  ChargePeriodStart: '2026-05-02T00:00:00Z',
  ChargePeriodEnd: '2026-05-03T00:00:00Z',
  ProviderName: 'AWS',
};

const quoted = (cell: string) => (/[",\n\r]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);

/** Charges as CSV under the columns of the first. */
export function csvOf(charges: readonly Readonly<Record<string, string>>[]): string {
  const columns = Object.keys(charges[0]!);
  const lines = [columns, ...charges.map((charge) => columns.map((column) => charge[column] ?? ''))];
  return lines.map((cells) => `${cells.map(quoted).join(',')}\n`).join('');
}

/** Everything that a source says. */
export async function readAll(source: Source, options?: BatchOptions) {
  const batches = [];
  for await (const batch of source.batches(options)) batches.push(batch);
  return {
    source,
    rows: batches.flatMap(({ rows }) => rows),
    bad: batches.flatMap(({ quarantined }) => quarantined),
    skipped: batches.reduce((sum, { skipped }) => sum + skipped, 0),
    bytesRead: batches.at(-1)?.bytesRead,
  };
}

/** Opens and reads a bill that arrives in chunks. */
export async function readBill(
  chunks: string | Buffer | Buffer[],
  options: OpenOptions & BatchOptions & { filename?: string } = {},
) {
  const parts = Array.isArray(chunks) ? chunks : [Buffer.from(chunks)];
  return readAll(await openSource(Readable.from(parts), options.filename ?? 'bill.csv', options), options);
}
