import { Readable } from 'node:stream';
import { dayOf, monthStart } from '#common';
import type { FileStore, StoredFile } from '../file-store.js';
import { CloudError } from '../cloud-error.js';
import { billsOf, type Bill } from './estate/bills.js';
import type { Changes } from './estate/month-of-payer.js';
import type { World } from './world.js';

export interface BillQuestion {
  changes: Changes;
  now: Date;
  months: true | { from: string; to: string };
}

/**
 * The FOCUS exports of a payer, laid out as AWS Data Exports does it: for each month a manifest and one CSV file, made
 * while it is read.
 */
export class BillStore implements FileStore {
  readonly #bills: ReadonlyMap<string, Bill>;

  constructor({ estate, payer }: World, { changes, now, months }: BillQuestion) {
    const wanted = (bill: Bill) =>
      bill.provider === payer.provider &&
      (months === true || (months.from <= bill.month.slice(0, 7) && bill.month.slice(0, 7) <= months.to));
    const first = months === true ? undefined : `${months.from}-01`;
    const today = dayOf(now);
    const bills = billsOf(estate, {
      today,
      changes,
      ...(first && { months: monthsBetween(first, monthStart(today)) }),
    });
    this.#bills = new Map(bills.filter(wanted).map((bill) => [bill.month.slice(0, 7), bill]));
  }

  async list(): Promise<StoredFile[]> {
    const files: StoredFile[] = [];
    for (const [month, bill] of this.#bills) {
      files.push({ name: manifestOf(month), bytes: Buffer.byteLength(this.#manifest(month, bill)) });
      let bytes = 0;
      for await (const part of bill.csv()) bytes += (part as Buffer).length;
      files.push({ name: dataOf(month, bill), bytes });
    }
    return files;
  }

  async text(name: string): Promise<string> {
    let text = '';
    for await (const part of await this.read(name)) text += String(part);
    return text;
  }

  read(name: string): Promise<Readable> {
    for (const [month, bill] of this.#bills) {
      if (name === dataOf(month, bill)) return Promise.resolve(bill.csv());
      if (name === manifestOf(month)) return Promise.resolve(Readable.from([this.#manifest(month, bill)]));
    }
    return Promise.reject(new CloudError('missing', 'sandbox:Bill', `there is no ${name}`));
  }

  pathOf(): undefined {
    return undefined;
  }

  #manifest(month: string, bill: Bill) {
    return JSON.stringify({ exportName: 'focus', billingPeriod: month, dataFiles: [dataOf(month, bill)] });
  }
}

const manifestOf = (month: string) => `metadata/BILLING_PERIOD=${month}/focus-Manifest.json`;
const dataOf = (month: string, { name }: Bill) => `data/BILLING_PERIOD=${month}/${name}`;

const monthsBetween = (first: string, last: string) => {
  const count = (day: string) => Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7));
  return Math.max(1, count(last) - count(first) + 1);
};
