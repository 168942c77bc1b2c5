import { readFileSync, writeFileSync } from 'node:fs';
import { Clock, Decimal } from '#common';
import { startApp, type TestApp } from '../support/app.js';
import type { Row } from '../support/focus-file.js';
import { bills } from '../support/use-cases/estate.js';
import { USE_CASES, type ChargesCase } from '../support/use-cases/index.js';
import { expectedOf } from '../support/use-cases/oracle.js';
import { pathOf, printedDocument } from '../support/use-cases/document.js';

let test: TestApp;
let rows: Row[];

beforeAll(async () => {
  test = await startApp();
  test.app.get(Clock).now = () => new Date('2026-10-02T09:00:00Z');
  const files = bills();
  rows = files.flatMap((bill) => bill.rows);
  for (const { month, csv } of files) {
    const path = `/cost/imports?filename=${month}.csv&wait=60`;
    const { body } = await test.rest('POST', path, csv, { 'content-type': 'text/csv' });
    expect(body).toMatchObject({ state: 'done', rowsQuarantined: 0 });
  }
});
afterAll(() => test.close());

/** Quotients are compared to fifteen digits, everything else exactly. */
const digits = (measure: string, value: Decimal | string | null) => {
  if (value === null) return null;
  const isQuotient = /^(ratio|share|changeRate|tagCoverage|discountRate|effectiveSavingsRate|avg)/.test(measure);
  return isQuotient ? new Decimal(value).toDecimalPlaces(12).toFixed() : new Decimal(value).toFixed();
};

interface Group {
  key: Record<string, string | null>;
  measures: Record<string, Decimal | string | null>;
}

const comparable = (currency: string, { key, measures }: Group) =>
  JSON.stringify([
    currency,
    ...Object.values(key),
    ...Object.entries(measures).map(([measure, value]) => digits(measure, value)),
  ]);

const isCharges = (useCase: (typeof USE_CASES)[number]): useCase is ChargesCase => 'ask' in useCase;
const asked = USE_CASES.filter(isCharges).filter(({ ask }) => !ask.anomalies);

it.each(asked.map((useCase) => [useCase.slug, useCase] as const))('answers %s', async (_, useCase) => {
  const { status, body } = await test.rest('GET', `${pathOf(useCase)}&limit=5000`);
  expect([status, body.errors]).toEqual([200, undefined]);
  const expected = expectedOf(useCase, rows);
  expect(expected.some(({ measures }) => Object.values(measures).some((value) => value && !value.isZero()))).toBe(true);
  const actual = body.currencies.flatMap(({ currency, groups }: any) =>
    groups.map((group: Group) => comparable(currency, group)),
  );
  expect(actual.sort()).toEqual(expected.map((group) => comparable(group.currency, group)).sort());
});

const DOCUMENT = 'docs/focus-use-cases.md';

it('is what the document says', () => {
  if (process.env.UPDATE_DOCS) writeFileSync(DOCUMENT, printedDocument());
  expect(readFileSync(DOCUMENT, 'utf8')).toBe(printedDocument());
  expect(new Set(USE_CASES.map(({ slug }) => slug)).size).toBe(53);
});
