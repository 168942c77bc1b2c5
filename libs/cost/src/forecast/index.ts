export { ENOUGH, fit, forecast, predict } from './forecast.js';
export type { Backtest, FitOptions, Forecast, Interval, Model } from './forecast.js';
