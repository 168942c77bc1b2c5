import { Injectable } from '@nestjs/common';
import { as, addDays, Decimal, daysBetween, type Caller, type Day, type Filter } from '#common';
import { predict, type Forecast, type Interval, type Model } from '../forecast/index.js';
import type { CostMetric } from '../spend/spend.query.js';
import { SpendAnswers } from '../spend/spend-answers.js';
import type { ActiveStatements } from '../spend/statements.js';
import { horizonEnd, MAX_HORIZON, type ForecastArgs } from './forecast.query.js';
import { CostForecast, CurrencyForecast, ForecastAmount, ForecastBacktest, ForecastPoint } from './forecast.views.js';
import { ForecastModels } from './forecast-models.js';

const DEFAULT_LEVEL = 80;

/** Statistics end here: an amount with ten decimals, as exact as a forecast deserves. */
const amountText = (value: number) => new Decimal(value).toDecimalPlaces(10).toFixed();

const amountOf = ({ mean, lower, upper }: Interval) =>
  as(ForecastAmount, { mean: amountText(mean), lower: amountText(lower), upper: amountText(upper) });

function view(currency: string, { points, total, backtest, method, insufficientHistory }: Forecast) {
  return as(CurrencyForecast, {
    currency,
    method,
    insufficientHistory,
    total: amountOf(total),
    points: points.map((point) => as(ForecastPoint, { date: point.date, ...amountOf(point) })),
    backtest: backtest && as(ForecastBacktest, { ...backtest }),
  });
}

const sizeOf = ({ currencies }: CostForecast) => currencies.reduce((size, { points }) => size + points.length, 1);

export interface ForecastQuestion {
  filter?: Filter;
  metric?: CostMetric;
}

/** What will be spent: the answers of `GET /cost/forecast`, of `costForecast`, and of every budget. */
@Injectable()
export class ForecastService {
  constructor(
    private readonly models: ForecastModels,
    private readonly answers: SpendAnswers,
  ) {}

  forecast(caller: Caller, args: ForecastArgs): Promise<CostForecast> {
    return this.answers.of(
      { about: 'forecast', caller, args },
      (active) => this.expected(caller, args, active),
      sizeOf,
    );
  }

  private async expected(caller: Caller, args: ForecastArgs, active: ActiveStatements): Promise<CostForecast> {
    const { filter, metric = 'effective', level = DEFAULT_LEVEL, horizon = 'month-end' } = args;
    const completeThrough = active.completeThroughOf(filter?.providers);
    if (completeThrough === null)
      return as(CostForecast, { from: null, to: null, level, metric, completeThrough, currencies: [] });
    const from = addDays(completeThrough, 1);
    const to = horizonEnd(horizon, from);
    const models = await this.models.of({ filter, metric, scope: caller.scope }, active, completeThrough);
    const currencies = Object.entries(models)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([currency, model]) => view(currency, predict(model, daysBetween(from, to), level)));
    return as(CostForecast, { from, to, level, metric, completeThrough, currencies });
  }

  /**
   * The spend of one currency from the day after the last whole one to the day before `end`, at 80 %; null where
   * nothing is known. A period that ends further off than the horizon reaches is forecast as far as it goes.
   */
  async until(
    caller: Caller,
    { filter, metric = 'effective', currency }: ForecastQuestion & { currency: string },
    active: ActiveStatements,
    end: Day,
  ): Promise<CurrencyForecast | null> {
    const lastWhole = active.completeThroughOf(filter?.providers);
    if (lastWhole === null) return null;
    const models = await this.models.of({ filter, metric, scope: caller.scope }, active, lastWhole);
    const model: Model | undefined = models[currency];
    const days = Math.min(daysBetween(lastWhole, end) - 1, MAX_HORIZON);
    return model && days >= 1 ? view(currency, predict(model, days, DEFAULT_LEVEL)) : null;
  }
}
