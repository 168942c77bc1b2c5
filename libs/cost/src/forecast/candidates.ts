import { autoregress, continueAutoregression, type Autoregression } from './autoregression.js';
import { deseason, NO_SEASON, seasonAt, usable, type Season } from './season.js';
import { isRare } from './clean.js';
import { average, damped, extrapolate, runRate, simple, theta, type Trend } from './smoothing.js';

/** What a fitted method needs to go on: plain data, so that it can be stored as JSON. */
export type State =
  | { kind: 'trend'; trend: Trend; season: Season }
  | { kind: 'autoregression'; model: Autoregression; mode: 'sum' | 'ratio' };

type Fits = Record<string, (values: readonly number[]) => Trend>;

const TRENDS: Fits = { simple, damped, theta, 'run-rate': runRate };
/** For charges that come now and then: a median would be zero, and no lag tells when the next one comes. */
const RARE_TRENDS: Fits = { simple, average };

const repeat = (values: readonly number[], period: number): State => ({
  kind: 'trend',
  trend: { level: 0, slope: 0, damping: 1 },
  season: { mode: 'sum', patterns: [{ period, indices: values.slice(-period) }] },
});

function trends(adjusted: readonly number[], season: Season, fits = TRENDS): [string, State][] {
  const suffix = { none: '', sum: '+season', ratio: '*season' }[season.mode];
  return Object.entries(fits).map(([name, fit]) => [name + suffix, { kind: 'trend', trend: fit(adjusted), season }]);
}

function* seasonal(values: readonly number[], periods: number[]): Generator<[string, State]> {
  yield* trends(values, NO_SEASON);
  yield ['naive', repeat(values, 1)];
  for (const period of periods) yield [`seasonal-naive-${period}`, repeat(values, period)];
  if (!periods.length) return;
  const sums = deseason(values, periods, 'sum');
  yield* trends(sums.adjusted, sums.season);
  if (values.some((value) => value <= 0)) return;
  const ratios = deseason(values.map(Math.log), periods, 'ratio');
  yield* trends(ratios.adjusted.map(Math.exp), ratios.season);
}

function* regressions(values: readonly number[], periods: number[]): Generator<[string, State]> {
  const short = periods[0] ?? 1;
  const positive = values.every((value) => value > 0);
  for (const season of new Set([1, ...periods])) {
    const lags = [...new Set([1, 2, 3, short, short + 1, ...(season > short ? [season] : [])])].sort((a, b) => a - b);
    for (const mode of positive ? (['sum', 'ratio'] as const) : (['sum'] as const)) {
      const model = autoregress(mode === 'ratio' ? values.map(Math.log) : values, season, lags);
      if (model) yield [`autoregression-${season}-${mode}`, { kind: 'autoregression', model, mode }];
    }
  }
}

/** Every method that the history is long enough for, fitted. */
export function fitAll(values: readonly number[], seasonality: readonly number[]): Map<string, State> {
  const periods = usable(seasonality, values.length);
  if (isRare(values)) return new Map(trends(values, NO_SEASON, RARE_TRENDS));
  return new Map([...seasonal(values, periods), ...regressions(values, periods)]);
}

/** The state's forecast of the next steps. */
export function project(state: State, horizon: number): number[] {
  if (state.kind === 'autoregression') {
    const ahead = continueAutoregression(state.model, horizon);
    return state.mode === 'ratio' ? ahead.map(Math.exp) : ahead;
  }
  const { trend, season } = state;
  return extrapolate(trend, horizon).map((value, step) =>
    season.mode === 'ratio' ? value * Math.exp(seasonAt(season, step)) : value + seasonAt(season, step),
  );
}
