export { ENOUGH, fit, fitBySteps, forecast, predict } from './forecast.js';
export type { Backtest, FitOptions, Forecast, Interval, Model } from './forecast.js';
