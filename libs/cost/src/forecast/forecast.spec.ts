import { dailySpend, seeded } from '../../../../test/support/daily-spend.js';
import { fit, fitBySteps, forecast, predict, type Forecast } from './index.js';

const start = '2025-01-01';
const daily = (values: number[], horizon = 30, level = 80) =>
  forecast({ values, start, seasonality: [7], calendar: 'daily', horizon, level });
const average = (values: number[]) => values.reduce((total, value) => total + value, 0) / values.length;
const means = (answer: Forecast) => answer.points.map((point) => point.mean);

describe('what a daily forecast follows', () => {
  it('repeats the weekend', () => {
    const answer = daily(dailySpend({ days: 200, weekend: 0.4 }));
    const weekday = (date: string) => new Date(date).getUTCDay();
    const weekend = answer.points.filter(({ date }) => [0, 6].includes(weekday(date))).map((point) => point.mean);
    const work = answer.points.filter(({ date }) => ![0, 6].includes(weekday(date))).map((point) => point.mean);
    expect(average(weekend) / average(work)).toBeCloseTo(0.4, 1);
    expect(Math.max(...weekend)).toBeLessThan(Math.min(...work));
  });

  it('is hardly moved by a spike, also one on the last day', () => {
    const calm = daily(dailySpend({ days: 200, weekend: 0.6 }));
    for (const spikes of [[150], [199], [80, 120, 190]]) {
      const spiky = daily(dailySpend({ days: 200, weekend: 0.6, spikes }));
      expect(spiky.total.mean / calm.total.mean).toBeCloseTo(1, 1);
    }
  });

  it.each([0.3, 2, 5])('follows a level that became %p-fold ten days ago', (factor) => {
    const answer = daily(dailySpend({ days: 200, weekend: 0.6, shift: { at: 190, factor } }));
    const usual = average(dailySpend({ days: 196, weekend: 0.6 })) * factor;
    expect(average(means(answer)) / usual).toBeGreaterThan(0.9);
    expect(average(means(answer)) / usual).toBeLessThan(1.1);
  });

  it('puts what is charged at the start of each month on the first, and nowhere else', () => {
    const { points } = daily(dailySpend({ days: 131, monthStart: 3 }), 60);
    const firsts = points.filter(({ date }) => date.endsWith('-01'));
    expect(firsts.map(({ date }) => date)).toEqual(['2025-06-01', '2025-07-01']);
    for (const { mean } of firsts) expect(Math.abs(mean - 400)).toBeLessThan(25);
    for (const { date, mean } of points) if (!date.endsWith('-01')) expect(Math.abs(mean - 100)).toBeLessThan(15);
  });

  it('forgets a monthly charge that was not made the last time', () => {
    const values = dailySpend({ days: 131, monthStart: 3 });
    values[120] = 100;
    const first = daily(values).points.find(({ date }) => date === '2025-06-01')!;
    expect(first.mean).toBeLessThan(150);
  });

  it('goes on growing', () => {
    const answer = daily(dailySpend({ days: 200, growth: 0.01, noise: 0.01 }));
    expect(average(means(answer)) / 100).toBeGreaterThan(3);
    expect(average(means(answer)) / 100).toBeLessThan(3.3);
  });
});

describe('charges that come seldom', () => {
  it.each([0.05, 0.1, 0.3])('foretells the sum of charges that come at random on %p of the days', (share) => {
    let total = 0;
    for (let seed = 1; seed <= 20; seed++) {
      const next = seeded(seed);
      const values = Array.from({ length: 200 }, () => (next() < share ? 100 : 0));
      total += daily(values).total.mean;
    }
    expect(total / (20 * 30 * 100 * share)).toBeGreaterThan(0.75);
    expect(total / (20 * 30 * 100 * share)).toBeLessThan(1.25);
  });

  it('believes a fee that was charged on the only first of the month so far', () => {
    const fees = daily(dailySpend({ days: 25, monthStart: 3 })).points.filter(({ date }) => date.endsWith('-01'));
    expect(fees.map(({ mean }) => Math.round(mean / 50) * 50)).toEqual([400]);
  });

  it('takes equal charges on one other day of two months for a fee, unequal ones not', () => {
    const with15th = (amounts: [number, number]) => {
      const values = dailySpend({ days: 70, noise: 0.02 });
      values[14]! += amounts[0];
      values[45]! += amounts[1];
      return daily(values).points.find(({ date }) => date === '2025-03-15')!.mean;
    };
    expect(with15th([300, 305])).toBeGreaterThan(350);
    expect(with15th([300, 900])).toBeLessThan(150);
  });
});

describe('what a forecast says of itself', () => {
  it('is exact for what never changes', () => {
    const answer = daily(new Array<number>(100).fill(12.5));
    for (const point of answer.points) {
      expect(point.mean).toBeCloseTo(12.5, 6);
      expect(point.upper - point.lower).toBeLessThan(1e-3);
    }
    expect(answer.backtest).toMatchObject({ folds: 8, coverage: 1 });
    expect(answer.backtest!.wape).toBeCloseTo(0, 6);
  });

  it('is zero for a service that costs nothing', () => {
    const answer = daily(new Array<number>(100).fill(0));
    expect(answer.total).toEqual({ mean: 0, lower: 0, upper: 0 });
    expect(answer.backtest).toMatchObject({ wape: 0, mase: 0 });
  });

  it.each([1, 2, 5, 13])('is a run rate with a wide interval after %p days', (days) => {
    const answer = daily(dailySpend({ days }));
    expect(answer).toMatchObject({ method: 'run-rate', insufficientHistory: true, backtest: null });
    expect(answer.points[0]!.mean).toBeCloseTo(average(dailySpend({ days })), 6);
    expect(answer.points[0]!.upper - answer.points[0]!.lower).toBeGreaterThan(0.5 * answer.points[0]!.mean);
  });

  it('has no points where nothing was ever charged', () => {
    expect(daily([])).toEqual({
      method: 'none',
      insufficientHistory: true,
      points: [],
      total: { mean: 0, lower: 0, upper: 0 },
      backtest: null,
    });
  });

  it.each([14, 15, 20, 30, 61])('chooses, tests itself and says so from %p days on', (days) => {
    const answer = daily(dailySpend({ days, weekend: 0.7 }));
    expect(answer.insufficientHistory).toBe(false);
    expect(answer.backtest!.folds).toBeGreaterThan(1);
    expect(answer.points).toHaveLength(30);
  });

  it('covers what comes about as often as its level says', () => {
    let [inside, all] = [0, 0];
    for (let seed = 1; seed <= 40; seed++) {
      const values = dailySpend({ days: 220, seed, weekend: 0.6, noise: 0.1 });
      const answer = daily(values.slice(0, 190));
      answer.points.forEach(({ lower, upper }, step) => {
        all += 1;
        inside += Number(values[190 + step]! >= lower && values[190 + step]! <= upper);
      });
    }
    expect(inside / all).toBeGreaterThan(0.75);
    expect(inside / all).toBeLessThan(0.88);
  });
});

describe('what always holds', () => {
  const kinds: Record<string, number[]> = {
    weekly: dailySpend({ days: 120, weekend: 0.3 }),
    monthly: dailySpend({ days: 120, monthStart: 20 }),
    shifted: dailySpend({ days: 120, shift: { at: 100, factor: 9 } }),
    spiky: dailySpend({ days: 120, noise: 0.8, spikes: [5, 50, 119] }),
    ended: dailySpend({ days: 120, shift: { at: 90, factor: 0 } }),
    started: dailySpend({ days: 120 }).map((value, day) => (day < 60 ? 0 : value)),
    intermittent: dailySpend({ days: 120 }).map((value, day) => (day % 17 ? 0 : value)),
    credits: dailySpend({ days: 120 }).map((value, day) => (day % 30 ? value : -3000)),
    tiny: dailySpend({ days: 120, base: 1e-9 }),
    huge: dailySpend({ days: 120, base: 1e15 }),
    short: dailySpend({ days: 14 }),
    single: [7],
  };

  it.each(Object.keys(kinds))('finite, ordered, added up and wider with the level: %s', (kind) => {
    const model = fit({ values: kinds[kind]!, start, seasonality: [7], calendar: 'daily' });
    const stored = JSON.parse(JSON.stringify(model));
    let narrower: Forecast | undefined;
    for (const level of [51, 60, 72.5, 80, 95, 99]) {
      const answer = predict(stored, 45, level);
      const all = [...answer.points, answer.total];
      for (const { mean, lower, upper } of all) {
        expect([mean, lower, upper].every(Number.isFinite)).toBe(true);
        expect(lower).toBeLessThanOrEqual(mean);
        expect(mean).toBeLessThanOrEqual(upper);
        if (kind !== 'credits') expect(lower).toBeGreaterThanOrEqual(0);
      }
      expect(answer.total.mean).toBeCloseTo(
        45 * average(means(answer)),
        6 - Math.ceil(Math.log10(answer.total.mean + 1)),
      );
      [...(narrower?.points ?? []), ...(narrower ? [narrower.total] : [])].forEach((before, index) => {
        expect(all[index]!.lower).toBeLessThanOrEqual(before.lower);
        expect(all[index]!.upper).toBeGreaterThanOrEqual(before.upper);
      });
      narrower = answer;
    }
  });
});

describe('a model', () => {
  const values = dailySpend({ days: 120, weekend: 0.3 });

  it('the same history gives the same model, and a stored one the same forecast', () => {
    const options = { values, start, seasonality: [7], calendar: 'daily' as const };
    expect(fit(options)).toEqual(fit(options));
    expect(predict(JSON.parse(JSON.stringify(fit(options))), 30)).toEqual(predict(fit(options), 30));
  });

  it('is the same fitted by steps, between which other work has its turn', async () => {
    const options = { values, start, seasonality: [7], calendar: 'daily' as const };
    const fitted = fitBySteps(options);
    let turns = 0;
    let isFitted = false;
    const other = (): unknown => (isFitted ? undefined : setImmediate(() => (turns += 1) && other()));
    other();
    expect(await fitted.finally(() => (isFitted = true))).toEqual(fit(options));
    expect(turns).toBeGreaterThan(4);
  });

  it('looks at the past only: the first points of a longer horizon are those of a shorter one', () => {
    const model = fit({ values, start, seasonality: [7], calendar: 'daily' });
    expect(predict(model, 90).points.slice(0, 10)).toEqual(predict(model, 10).points);
  });

  it('a total is surer than its days', () => {
    const { points, total } = daily(values);
    const width = points.reduce((sum, point) => sum + point.upper - point.lower, 0);
    expect(total.upper - total.lower).toBeLessThan(width);
  });
});
