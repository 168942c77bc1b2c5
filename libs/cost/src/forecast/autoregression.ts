import { mean } from './statistics.js';

/** A regression of the change over one season on earlier such changes, with what it needs to go on. */
export interface Autoregression {
  season: number;
  lags: number[];
  weights: number[];
  constant: number;
  /** The last values of the history, oldest first, as many as the recursion reaches back. */
  tail: number[];
}

const RIDGE = 0.01;

/** Solves the symmetric positive system in place (Cholesky); the ridge keeps it positive. */
function solve(matrix: number[][], right: number[]): number[] {
  const size = right.length;
  for (let row = 0; row < size; row++)
    for (let column = 0; column <= row; column++) {
      let rest = matrix[row]![column]!;
      for (let k = 0; k < column; k++) rest -= matrix[row]![k]! * matrix[column]![k]!;
      matrix[row]![column] = row === column ? Math.sqrt(Math.max(rest, 1e-12)) : rest / matrix[column]![column]!;
    }
  const answer = [...right];
  for (let row = 0; row < size; row++) {
    for (let k = 0; k < row; k++) answer[row]! -= matrix[row]![k]! * answer[k]!;
    answer[row]! /= matrix[row]![row]!;
  }
  for (let row = size - 1; row >= 0; row--) {
    for (let k = row + 1; k < size; k++) answer[row]! -= matrix[k]![row]! * answer[k]!;
    answer[row]! /= matrix[row]![row]!;
  }
  return answer;
}

function regress(changes: readonly number[], lags: readonly number[]) {
  const first = lags[lags.length - 1]!;
  const size = lags.length;
  const matrix = lags.map(() => new Array<number>(size).fill(0));
  const right = new Array<number>(size).fill(0);
  for (let at = first; at < changes.length; at++)
    for (let row = 0; row < size; row++) {
      const x = changes[at - lags[row]!]!;
      right[row]! += x * changes[at]!;
      for (let column = 0; column <= row; column++) matrix[row]![column]! += x * changes[at - lags[column]!]!;
    }
  const scale = mean(matrix.map((row, index) => row[index]!)) || 1;
  matrix.forEach((row, index) => (row[index]! += RIDGE * scale));
  return solve(matrix, right);
}

/** Fits the regression by ridge least squares; undefined where the history is too short for it. */
export function autoregress(values: readonly number[], season: number, lags: number[]): Autoregression | undefined {
  const furthest = lags[lags.length - 1]!;
  const changes = values.slice(season).map((value, index) => value - values[index]!);
  if (changes.length < furthest + 3 * lags.length + 10) return undefined;
  const constant = season === 1 ? mean(changes) / 2 : 0;
  const weights = regress(
    changes.map((change) => change - constant),
    lags,
  );
  return { season, lags, weights, constant, tail: values.slice(-(season + furthest)) };
}

/** Goes on step by step, each forecast being the next step's history. */
export function continueAutoregression(model: Autoregression, horizon: number): number[] {
  const { season, lags, weights, constant } = model;
  const known = [...model.tail];
  for (let step = 0; step < horizon; step++) {
    const end = known.length;
    const change = (back: number) => known[end - back]! - known[end - back - season]! - constant;
    let next = known[end - season]! + constant;
    lags.forEach((lag, index) => (next += weights[index]! * change(lag)));
    known.push(next);
  }
  return known.slice(model.tail.length);
}
