import { readFileSync, writeFileSync } from 'node:fs';
import { Clock, daysBetween, Decimal } from '#common';
import { startApp, type TestApp } from '../support/app.js';
import type { Row } from '../support/focus-file.js';
import { bills } from '../support/use-cases/estate.js';
import {
  USE_CASES,
  type BudgetCase,
  type ChargesCase,
  type ForecastCase,
  type UseCase,
} from '../support/use-cases/index.js';
import { anomaliesOf } from '../support/use-cases/anomalies.js';
import { expectedOf, split, sum } from '../support/use-cases/oracle.js';
import { budgetOf, graphqlOf, pathOf, printedDocument } from '../support/use-cases/document.js';

let test: TestApp;
let rows: Row[];

beforeAll(async () => {
  test = await startApp();
  test.app.get(Clock).now = () => new Date('2026-09-30T23:30:00Z');
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

const isCharges = (useCase: UseCase): useCase is ChargesCase => 'ask' in useCase;
const isForecast = (useCase: UseCase): useCase is ForecastCase => 'forecast' in useCase;
const isBudget = (useCase: UseCase): useCase is BudgetCase => 'budget' in useCase;
const named = <T extends UseCase>(useCases: readonly T[]) =>
  useCases.map((useCase) => [useCase.slug, useCase] as const);
const asked = USE_CASES.filter(isCharges);

const groupsOf = (body: any): string[] =>
  body.currencies.flatMap(({ currency, groups }: any) => groups.map((group: Group) => comparable(currency, group)));

it.each(named(asked.filter(({ ask }) => !ask.anomalies)))('answers %s', async (_, useCase) => {
  const { status, body } = await test.rest('GET', `${pathOf(useCase)}&limit=5000`);
  expect([status, body.errors]).toEqual([200, undefined]);
  const expected = expectedOf(useCase, rows);
  expect(expected.some(({ measures }) => Object.values(measures).some((value) => value && !value.isZero()))).toBe(true);
  expect(groupsOf(body).sort()).toEqual(expected.map((group) => comparable(group.currency, group)).sort());
});

it.each(named(asked.filter(({ ask }) => ask.anomalies)))('answers %s', async (_, useCase) => {
  const { status, body } = await test.rest('GET', `${pathOf(useCase)}&limit=5000`);
  expect([status, body.completeThrough > '2026-09-20']).toEqual([200, true]);
  const expected = anomaliesOf(useCase, rows, body.completeThrough);
  expect(groupsOf(body).sort()).toEqual(expected.map((group) => comparable(group.currency, group)).sort());
  const { groups } = body.currencies.find(({ currency }: any) => currency === 'USD');
  const bad = groups.find(({ key }: any) => key.SubAccountId === '100000000099');
  expect(bad.key.day).toBe('2026-09-20');
  expect(bad.measures).toMatchObject({ actual: '90', expected: '11', impact: '79' });
});

/** The median day times the days: what goes on as before comes to that. */
function runRate({ forecast, rows: isMeant }: ForecastCase, days: number): number {
  const column = forecast.metric === 'billed' ? 'BilledCost' : 'EffectiveCost';
  const daily = [...split(rows.filter(isMeant), (row) => row.ChargePeriodStart!.slice(0, 10)).values()];
  const amounts = daily.map((day) => Number(sum(column, day.rows))).sort((a, b) => a - b);
  return amounts[Math.floor(amounts.length / 2)]! * days;
}

it.each(named(USE_CASES.filter(isForecast)))('answers %s', async (_, useCase) => {
  const { services } = useCase.forecast;
  const forecasts: any[] = services
    ? Object.values((await test.graphql(graphqlOf(useCase))).data)
    : [(await test.rest('GET', pathOf(useCase))).body];
  expect(forecasts).toHaveLength(services?.length ?? 1);
  for (const { from, to, currencies } of forecasts) {
    expect([from > '2026-09-20', to]).toEqual([true, '2027-01-01']);
    expect(currencies[0].points).toHaveLength(daysBetween(from, to));
    expect(Number(currencies[0].total.mean)).toBeGreaterThan(0);
  }
  const [{ from, to, currencies }] = forecasts;
  const ratio = Number(currencies[0].total.mean) / runRate(useCase, daysBetween(from, to));
  expect(ratio).toBeGreaterThan(0.9);
  expect(ratio).toBeLessThan(1.15);
});

it.each(named(USE_CASES.filter(isBudget)))('answers %s', async (_, useCase) => {
  const made = await test.rest('POST', '/budgets', budgetOf(useCase));
  expect([made.status, made.body.errors]).toEqual([201, undefined]);
  const { status, body } = await test.rest('GET', `/budgets/${made.body.id}/status`);
  const { limit, currency } = useCase.budget;
  const charged = rows.filter(
    (row) => useCase.rows(row) && row.BillingCurrency === currency && row.ChargePeriodStart! >= '2026-09-01',
  );
  const spent = sum('BilledCost', charged)!;
  expect(spent.gt(0)).toBe(true);
  expect([status, body.period]).toEqual([200, { start: '2026-09-01', end: '2026-10-01' }]);
  expect(new Decimal(body.spent).toFixed()).toBe(spent.toFixed());
  expect(new Decimal(body.remaining).toFixed()).toBe(new Decimal(limit).minus(spent).toFixed());
});

const DOCUMENT = 'docs/focus-use-cases.md';

it('is what the document says', () => {
  if (process.env.UPDATE_DOCS) writeFileSync(DOCUMENT, printedDocument());
  expect(readFileSync(DOCUMENT, 'utf8')).toBe(printedDocument());
  expect(new Set(USE_CASES.map(({ slug }) => slug)).size).toBe(53);
});
