import { setImmediate as turn } from 'node:timers/promises';
import { addDays, type Day } from '#common';
import { backtest, chooseMethods, combine, levelOf, type Fold } from './backtest.js';
import type { State } from './candidates.js';
import { fitMethods, projectMethod, type Series } from './ensemble.js';
import type { MonthDayCharge } from './month-days.js';
import { halfWidth, interpolate, learnSpread, LEVELS, type Assumed, type Spread } from './spread.js';
import { mean, sum } from './statistics.js';

/** Below so many steps nothing can be chosen or tested: the forecast is a run rate, and says so. */
export const ENOUGH = 14;

export interface FitOptions extends Series {
  /** The steps ahead that the backtest judges by; any other horizon may still be asked of the model. Default 30. */
  horizon?: number;
  /** Whether values below zero are possible (credits). Default: whether the history has any. */
  negative?: boolean;
}

/** How well the chosen combination would have forecast this very series, from up to eight earlier origins. */
export interface Backtest {
  /** Sum of absolute errors over the sum of absolute values; null where all values were zero and a forecast was not. */
  wape: number | null;
  /** Mean absolute error over the seasonal naive method's one-season step; null where that step is zero. */
  mase: number | null;
  /** Share of values inside the interval at the asked level, each fold's interval learnt from the other folds; null for one fold. */
  coverage: number | null;
  folds: number;
}

/** A fitted forecast: plain data that survives JSON, for any horizon and level. */
export interface Model {
  version: 1;
  method: string;
  insufficientHistory: boolean;
  /** The first day that is forecast. */
  next: Day;
  /** Steps of history. */
  length: number;
  negative: boolean;
  bounds: [number, number];
  charges: MonthDayCharge[];
  parts: { name: string; weight: number; state: State }[];
  /** Widths of the points' and of the running totals' intervals. */
  step: Spread;
  total: Spread;
  backtest: { wape: number | null; mase: number | null; folds: number; coverage: number[] | null } | null;
}

export interface Interval {
  mean: number;
  lower: number;
  upper: number;
}

export interface Forecast {
  method: string;
  insufficientHistory: boolean;
  /** One per step; none where there is no history at all. */
  points: ({ date: Day } & Interval)[];
  /** The sum over the horizon. Its bounds are narrower than the points' bounds added up: errors cancel in part. */
  total: Interval;
  backtest: Backtest | null;
}

/** See `learnSpread`; the care is what made 80 % intervals cover 80 % of M4, its last two horizons held back. */
const STEP: Assumed = { least: 0, most: 1, beyond: 0.25, care: 0.4 };
const TOTAL: Assumed = { least: 0.5, most: 2, beyond: 1.1, care: 1.8 };

const DEFAULT_HORIZON = 30;

const cumulative = (values: readonly number[]) => {
  let total = 0;
  return values.map((value) => (total += value));
};

/** A run rate with a wide interval: a third of the rate and twice the scatter, whatever is wider, growing with the steps. */
function runRateModel(options: FitOptions): Model {
  const { values, start } = options;
  const rate = mean(values);
  const scatter = mean(values.map((value) => Math.abs(value - rate)));
  const scale = Math.max(Math.abs(rate) / 3, 2 * scatter);
  const quantiles = LEVELS.map((level) => scale / (1.8 - level / 100));
  return {
    version: 1,
    method: values.length ? 'run-rate' : 'none',
    insufficientHistory: true,
    next: addDays(start, values.length),
    length: values.length,
    negative: options.negative ?? values.some((value) => value < 0),
    bounds: [-Number.MAX_VALUE, Number.MAX_VALUE],
    charges: [],
    parts: [
      {
        name: 'run-rate',
        weight: 1,
        state: {
          kind: 'trend',
          trend: { level: rate, slope: 0, damping: 1 },
          season: { mode: 'none', patterns: [] },
        },
      },
    ],
    step: { power: 0.1, steps: 1, beyond: 0.1, quantiles },
    total: { power: 1.1, steps: 1, beyond: 1.1, quantiles },
    backtest: null,
  };
}

function methodName(weights: ReadonlyMap<string, number>): string {
  const [first, ...others] = [...weights].filter(([, weight]) => weight >= 0.1).map(([name]) => name);
  if (!first) return 'combination';
  return others.length ? `combination (${[first, ...others].join(', ')})` : first;
}

const inside = (errors: readonly number[], spread: Spread, level: number) =>
  errors.filter((error, step) => Math.abs(error) <= halfWidth(spread, step + 1, level)).length;

/** For each of `LEVELS`, the share of one fold's values inside the interval that the other folds teach. */
function coverageOf(errors: readonly number[][]): number[] | null {
  if (errors.length < 2) return null;
  const taught = errors.map((_, left) => learnStep(errors.filter((_, fold) => fold !== left)));
  const size = errors.length * errors[0]!.length;
  return LEVELS.map((level) => sum(errors.map((fold, at) => inside(fold, taught[at]!, level))) / size);
}

/** Errors grow and shrink with what is spent; where a level was zero nothing is known of that. */
const resize = (before: number, now: number) => (before > 0 ? Math.min(4, Math.max(0.25, now / before)) : 1);

const learnStep = (errors: readonly number[][]) => learnSpread(errors, STEP);

function judge(folds: readonly Fold[], errors: readonly number[][]): NonNullable<Model['backtest']> {
  const size = sum(folds.flatMap(({ actual }) => actual.map(Math.abs)));
  const missed = sum(errors.flatMap((fold) => fold.map(Math.abs)));
  const ratios = folds.map(({ naiveStep }, fold) => {
    const error = mean(errors[fold]!.map(Math.abs));
    return naiveStep ? error / naiveStep : error ? null : 0;
  });
  return {
    wape: size ? missed / size : missed ? null : 0,
    mase: ratios.every((ratio) => ratio !== null) ? mean(ratios) : null,
    folds: folds.length,
    coverage: coverageOf(errors),
  };
}

/**
 * Fits every method, judges each by forecasting the series' own past from up to eight origins, and keeps the weighted
 * combination of the best with intervals as wide as its errors were. Fewer than 14 values give a run rate.
 * Yields some nine times, evenly.
 */
function* fitting(options: FitOptions): Generator<undefined, Model> {
  const { values } = options;
  if (values.length < ENOUGH) return runRateModel(options);
  const horizon = Math.min(options.horizon ?? DEFAULT_HORIZON, Math.floor(values.length / 4));
  const folds = yield* backtest(options, horizon);
  const { states, ...fitted } = fitMethods(options);
  const weights = chooseMethods(states.keys(), folds);
  const errors = folds.map(({ forecasts, actual }) =>
    combine(forecasts, weights).map((value, step) => actual[step]! - value),
  );
  const now = levelOf(values, options.seasonality);
  const scaled = errors.map((fold, at) => fold.map((error) => error * resize(folds[at]!.level, now)));
  return {
    version: 1,
    method: methodName(weights),
    insufficientHistory: false,
    length: values.length,
    negative: options.negative ?? values.some((value) => value < 0),
    ...fitted,
    parts: [...weights].map(([name, weight]) => ({ name, weight, state: states.get(name)! })),
    step: learnStep(scaled),
    total: learnSpread(scaled.map(cumulative), TOTAL),
    backtest: judge(folds, errors),
  };
}

/** Fits a series at once: 400 days take tens of milliseconds of a processor. */
export function fit(options: FitOptions): Model {
  const steps = fitting(options);
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

/** The same model, fitted by steps of a few milliseconds, between which other work has its turn. */
export async function fitBySteps(options: FitOptions): Promise<Model> {
  const steps = fitting(options);
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
    await turn();
  }
}

/** The model's forecast of the next steps with intervals at a level in percent (51 to 99). */
export function predict(model: Model, horizon: number, level = 80): Forecast {
  const { method, insufficientHistory, backtest: judged } = model;
  const backtest = judged && { ...judged, coverage: judged.coverage && interpolate(judged.coverage, level) };
  if (!model.length)
    return { method, insufficientHistory, points: [], total: { mean: 0, lower: 0, upper: 0 }, backtest };
  const means = meansOf(model, horizon);
  const widths = means.map((_, step) => halfWidth(model.step, step + 1, level));
  const points = means.map((value, step) => ({
    date: addDays(model.next, step),
    ...interval(value, widths[step]!, model.negative),
  }));
  const width = Math.min(sum(widths), halfWidth(model.total, Math.max(1, horizon), level));
  return { method, insufficientHistory, points, total: interval(sum(means), width, model.negative), backtest };
}

function meansOf(model: Model, horizon: number): number[] {
  const weights = new Map(model.parts.map(({ name, weight }) => [name, weight]));
  const forecasts = new Map<string, number[]>();
  for (const { name, state } of model.parts) {
    const ahead = projectMethod(model, state, horizon);
    if (ahead) forecasts.set(name, ahead);
  }
  return combine(forecasts, weights).map((value) => (model.negative ? value : Math.max(0, value)));
}

const interval = (value: number, width: number, negative: boolean): Interval => ({
  mean: value,
  lower: negative ? value - width : Math.max(0, value - width),
  upper: value + width,
});

/** Fits and predicts at once. */
export function forecast(options: FitOptions & { horizon: number; level?: number }): Forecast {
  return predict(fit(options), options.horizon, options.level);
}
