import { fit, predict, type Forecast } from '../../libs/cost/src/forecast/index.js';
import { dailySpend, seeded, type Spend } from '../support/daily-spend.js';
import { mstl } from './augurs.js';
import { Accuracy, dampedTrend, naive2, readM4, seasonalNaive, type Split } from './m4.js';
import { atMost, between, type Row } from './row.js';

const START = '2025-01-01';

/** Counts how many values, and how many totals, lie inside their 80 % interval. */
class Coverage {
  private readonly counts = { inside: 0, all: 0, totals: 0, series: 0 };

  add({ points, total }: Forecast, actual: number[]) {
    const sum = actual.reduce((one, other) => one + other, 0);
    this.counts.inside += points.filter(({ lower, upper }, at) => actual[at]! >= lower && actual[at]! <= upper).length;
    this.counts.all += points.length;
    this.counts.totals += Number(sum >= total.lower && sum <= total.upper);
    this.counts.series += 1;
  }

  get points() {
    return this.counts.inside / this.counts.all;
  }

  get totals() {
    return this.counts.totals / this.counts.series;
  }
}

interface Corpus {
  name: 'weekly' | 'hourly';
  horizon: number;
  /** The frequency of the competition's measures, and the cycles told to the forecast. */
  period: number;
  seasonality: number[];
  rival: string;
  limit: number;
  reference: (split: Split) => number[];
}

const CORPORA: Corpus[] = [
  {
    ...{ name: 'weekly', horizon: 13, period: 1, seasonality: [52] },
    ...{ rival: 'damped trend', limit: 0.97, reference: ({ train }) => dampedTrend(train, 13) },
  },
  {
    ...{ name: 'hourly', horizon: 48, period: 24, seasonality: [24, 168] },
    ...{ rival: 'seasonal naive', limit: 0.92, reference: ({ train }) => seasonalNaive(train, 48, 24) },
  },
];

function competition(corpus: Corpus): Row[] {
  const { name, horizon, period, seasonality, rival } = corpus;
  const series = readM4(name, horizon);
  if (!series) return [{ name: `M4 ${name}`, value: 'skipped: no data under CLOUDGOV_REAL_DATA', unit: '' }];
  const [ours, theirs, base] = [new Accuracy(period), new Accuracy(period), new Accuracy(period)];
  const coverage = new Coverage();
  const started = performance.now();
  for (const split of series) {
    const answer = predict(fit({ values: split.train, start: START, seasonality, horizon }), horizon, 80);
    const means = answer.points.map((point) => point.mean);
    ours.add(means, split);
    coverage.add(answer, split.actual);
    theirs.add(corpus.reference(split), split);
    base.add(naive2(split.train, horizon, period), split);
  }
  const spent = performance.now() - started;
  return [
    { name: `M4 ${name}: series`, value: series.length, unit: '' },
    { name: `M4 ${name}: sMAPE / MASE`, value: `${ours.smape.toFixed(2)} / ${ours.mase.toFixed(3)}`, unit: '' },
    { name: `M4 ${name}: OWA`, value: ours.owa(base), unit: '' },
    { name: `M4 ${name}: OWA of ${rival}`, value: theirs.owa(base), unit: '' },
    atMost(`M4 ${name}: OWA / that of ${rival}`, ours.owa(base) / theirs.owa(base), '', corpus.limit),
    between(`M4 ${name}: coverage of 80 %`, coverage.points, '', [0.75, 0.85]),
    { name: `M4 ${name}: coverage of the total`, value: coverage.totals, unit: '' },
    { name: `M4 ${name}: time per series`, value: spent / series.length, unit: 'ms' },
  ];
}

/** The library that offers seasons and ETS, by itself, on every fourth series: what a dependency would give. */
function library({ name, horizon, period, seasonality }: Corpus): Row[] {
  const series = readM4(name, horizon)?.filter((_, index) => index % 4 === 0) ?? [];
  if (!series.length) return [];
  const [theirs, ours, base] = [new Accuracy(period), new Accuracy(period), new Accuracy(period)];
  let spent = 0;
  for (const split of series) {
    const train = split.train.slice(-1000);
    const started = performance.now();
    theirs.add(mstl(train, seasonality, horizon), split);
    spent += performance.now() - started;
    const { points } = predict(fit({ values: split.train, start: START, seasonality, horizon }), horizon);
    ours.add(
      points.map((point) => point.mean),
      split,
    );
    base.add(naive2(split.train, horizon, period), split);
  }
  return [
    { name: `M4 ${name}, every 4th: OWA`, value: ours.owa(base), unit: '' },
    { name: `M4 ${name}, every 4th: OWA of augurs MSTL + ETS`, value: theirs.owa(base), unit: '' },
    { name: `M4 ${name}, every 4th: time of augurs, one fit`, value: spent / series.length, unit: 'ms' },
  ];
}

const KINDS: Record<string, Omit<Spend, 'days' | 'seed'>> = {
  'weekly season': { weekend: 0.5, noise: 0.08 },
  'level shift 20 days ago': { weekend: 0.6, noise: 0.08, shift: { at: 380, factor: 1.8 } },
  'month-start charges': { weekend: 0.7, noise: 0.08, monthStart: 4 },
  growth: { weekend: 0.7, noise: 0.08, growth: 0.003 },
};

const daily = (values: number[]) => fit({ values, start: START, seasonality: [7], calendar: 'daily' });

function made(name: string, spend: Omit<Spend, 'days' | 'seed'>, spiky = false): Row[] {
  const coverage = new Coverage();
  let [ours, naive] = [0, 0];
  for (let seed = 1; seed <= 60; seed++) {
    const next = seeded(seed);
    const spikes = spiky ? [395, ...Array.from({ length: 4 }, () => Math.floor(next() * 400))] : [];
    const values = dailySpend({ ...spend, days: 430, seed, spikes });
    const actual = values.slice(400);
    const answer = predict(daily(values.slice(0, 400)), 30, 80);
    const rival = seasonalNaive(values.slice(0, 400), 30, 7);
    coverage.add(answer, actual);
    actual.forEach((value, at) => {
      ours += Math.abs(value - answer.points[at]!.mean);
      naive += Math.abs(value - rival[at]!);
    });
  }
  return [
    atMost(`${name}: error / that of seasonal naive`, ours / naive, '', 1),
    { name: `${name}: coverage of 80 %`, value: coverage.points, unit: '' },
    { name: `${name}: coverage of the total`, value: coverage.totals, unit: '' },
  ];
}

function speed(): Row[] {
  const times = Array.from({ length: 1000 }, (_, seed) => {
    const values = dailySpend({ days: 400, seed, weekend: 0.6, noise: 0.1, monthStart: seed % 3 });
    const started = performance.now();
    daily(values);
    return performance.now() - started;
  }).sort((one, other) => one - other);
  const total = times.reduce((one, other) => one + other, 0);
  return [
    { name: '400 days: fit, choose, backtest, median', value: times[500]!, unit: 'ms' },
    atMost('400 days: fit, choose, backtest, slowest', times[999]!, 'ms', 1000),
    atMost('1,000 series of 400 days', total / 1000, 's', 300),
  ];
}

export default function forecastBench(): Promise<Row[]> {
  const synthetic = Object.entries(KINDS).flatMap(([name, spend]) => made(name, spend));
  const spikes = made('spikes, one 5 days ago', { weekend: 0.6, noise: 0.08 }, true);
  return Promise.resolve([
    ...CORPORA.flatMap(competition),
    ...CORPORA.flatMap(library),
    ...synthetic,
    ...spikes,
    ...speed(),
  ]);
}
