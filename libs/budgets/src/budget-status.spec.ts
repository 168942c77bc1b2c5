import { addDays, Decimal, Period, type Day } from '#common';
import { budgetStatus, type Facts, type Outlook } from './budget-status.js';

const period = new Period('2026-11-01', '2026-12-01');

const days = (count: number, amount: string) =>
  Array.from({ length: count }, (_, index) => ({ day: addDays(period.start, index), amount }));

function outlook(from: Day, perDay: number): Outlook {
  const points = new Period(from, period.end).each().map((date) => ({ date, mean: new Decimal(perDay) }));
  const mean = new Decimal(perDay).times(points.length);
  return { mean, lower: mean.times('0.9'), upper: mean.times('1.1'), points };
}

const facts = (given: Partial<Facts> = {}): Facts => ({
  limit: new Decimal(100),
  period,
  today: '2026-11-12',
  daily: days(10, '5'),
  completeThrough: '2026-11-10',
  outlook: outlook('2026-11-11', 1),
  thresholds: [],
  ...given,
});

const state = (given: Partial<Facts>) => budgetStatus(facts(given)).state;

it('knows every state', () => {
  expect(state({})).toBe('ok');
  expect(state({ daily: days(10, '8') })).toBe('warning');
  expect(state({ daily: days(10, '10'), outlook: outlook('2026-11-11', 0) })).toBe('warning');
  expect(state({ daily: days(10, '10.000000000001') })).toBe('exceeded');
  expect(state({ outlook: outlook('2026-11-11', 3) })).toBe('forecast_exceeded');
  expect(state({ daily: [], outlook: null })).toBe('no_data');
  expect(state({ completeThrough: null, daily: [], outlook: null })).toBe('no_data');
  expect(state({ completeThrough: '2026-11-04', daily: days(4, '5') })).toBe('stale');
  expect(state({ completeThrough: '2026-11-04', daily: days(4, '50') })).toBe('exceeded');
});

it('takes a new period without charges as fine, when earlier ones tell what to expect', () => {
  const early = { today: '2026-11-02', completeThrough: '2026-10-31', daily: [], outlook: outlook('2026-11-01', 1) };
  expect(budgetStatus(facts(early))).toMatchObject({ state: 'ok', exhaustsOn: null, spent: new Decimal(0) });
});

it('forecasts the whole days as they are and the rest as expected, never under what is spent already', () => {
  const { forecast } = budgetStatus(facts({ daily: [...days(10, '5'), { day: '2026-11-11', amount: '0.5' }] }));
  expect([forecast!.mean.toFixed(), forecast!.lower.toFixed(), forecast!.upper.toFixed()]).toEqual(['70', '68', '72']);
  const spiked = budgetStatus(facts({ daily: [...days(10, '5'), { day: '2026-11-11', amount: '45' }] }));
  expect(spiked.forecast!.mean.toFixed()).toBe('95');
});

it('keeps to the truth once the period is over', () => {
  const over = facts({ today: '2026-12-05', completeThrough: '2026-12-03', daily: days(30, '3'), outlook: null });
  expect(budgetStatus(over)).toMatchObject({ state: 'warning', forecast: { mean: new Decimal(90) } });
});

it('tells the day on which the limit is passed, in the past or ahead', () => {
  expect(budgetStatus(facts({ daily: days(10, '11') })).exhaustsOn).toBe('2026-11-10');
  expect(budgetStatus(facts({ outlook: outlook('2026-11-11', 10) })).exhaustsOn).toBe('2026-11-16');
  expect(budgetStatus(facts()).exhaustsOn).toBeNull();
});

it('burns as the last seven whole days did', () => {
  const daily = [...days(3, '1'), ...days(10, '7').slice(3), { day: '2026-11-11', amount: '900' }];
  expect(budgetStatus(facts({ daily })).burnRatePerDay.toFixed()).toBe('7');
});

it('reaches thresholds in percent and in money, of what is spent and of what is forecast', () => {
  const { thresholds } = budgetStatus(
    facts({
      thresholds: [
        { percent: 50, basis: 'actual' },
        { percent: 50.01, basis: 'actual' },
        { amount: '70', basis: 'forecasted' },
        { amount: new Decimal(71), basis: 'forecasted' },
      ],
    }),
  );
  expect(thresholds.map(({ isReached }) => isReached)).toEqual([true, false, true, false]);
});
