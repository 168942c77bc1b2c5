import type { Row } from '../focus-file.js';
import type { CostMetric } from '../../../libs/cost/src/spend/spend.query.js';

/** A question of `GET /cost/charges`, word by word. */
export interface ChargesAsked {
  from: string;
  to: string;
  by?: 'billing';
  where?: readonly string[];
  /** Words of the general filter, such as `tag.application`. */
  filter?: Readonly<Record<string, string>>;
  groupBy: readonly string[];
  measures: readonly string[];
  anomalies?: true;
}

interface Titled {
  /** Slug and title of the FOCUS use case library (focus.finops.org/use-cases). */
  slug: string;
  title: string;
  /** What to know of the answer. */
  note?: string;
}

/** Answered by the charges; `rows` says in JavaScript which of the bills' rows its conditions mean. */
export interface ChargesCase extends Titled {
  ask: ChargesAsked;
  rows: (row: Row) => boolean;
}

/** Answered by a forecast, of each service apart where some are named; `rows` are those of the filter or the first service. */
export interface ForecastCase extends Titled {
  forecast: {
    metric: CostMetric;
    horizon: string;
    filter?: Readonly<Record<string, string>>;
    services?: readonly string[];
  };
  rows: (row: Row) => boolean;
}

/** Answered by where a budget stands. */
export interface BudgetCase extends Titled {
  budget: { name: string; limit: string; currency: string; metric: CostMetric; scope: object };
  rows: (row: Row) => boolean;
}

export type UseCase = ChargesCase | ForecastCase | BudgetCase;

export const SEPTEMBER = { from: '2026-09-01', to: '2026-10-01' } as const;
export const QUARTER = { from: '2026-07-01', to: '2026-10-01' } as const;
export const all = () => true;

/** The conditions of a row by the columns that must have a value. */
export const having = (columns: Readonly<Record<string, string>>) => (row: Row) =>
  Object.entries(columns).every(([column, value]) => row[column] === value);
