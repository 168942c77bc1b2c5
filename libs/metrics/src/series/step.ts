import { invalid } from '#common';

const HOUR = 3_600;

/** Lengths that people think in, in seconds: 1, 5 and 15 minutes, 1, 3 and 6 hours, a day, a week. */
const USUAL = [60, 300, 900, HOUR, 3 * HOUR, 6 * HOUR, 24 * HOUR, 7 * 24 * HOUR];

/** More than a screen has is drawn for nobody. */
const USUAL_POINTS = 400;
export const MOST_POINTS = 5_000;
const LEAST_STEP = 10;

/** What is asked about, in milliseconds since 1970, and by how many seconds. */
export interface Span {
  from: number;
  to: number;
  step: number;
}

export const isRaw = ({ step }: Pick<Span, 'step'>) => step < HOUR;

/** The shortest usual step that makes few enough points; of an hour or more where samples are not kept so long. */
function usualStep(seconds: number, isKept: boolean) {
  const fits = USUAL.filter((step) => isKept || step >= HOUR);
  return fits.find((step) => seconds / step <= USUAL_POINTS) ?? USUAL.at(-1)!;
}

/**
 * Steps begin at whole multiples of their length since 1970, in UTC; the first is whole. Below an hour the samples
 * themselves are read, kept from `rawFrom` on, else hours. `INVALID` where that cannot be.
 */
export function spanOf(asked: { from: number; to: number; step?: number }, rawFrom: number, most = USUAL_POINTS): Span {
  const { from, to } = asked;
  const seconds = Math.max(to - from, 0) / 1000;
  const step =
    asked.step ?? usualStep(most < USUAL_POINTS ? (seconds * USUAL_POINTS) / most : seconds, from >= rawFrom);
  if (step < LEAST_STEP) throw invalid('step', `must be ${LEAST_STEP} seconds or more`);
  if (step > HOUR && step % HOUR) throw invalid('step', 'must be whole hours, 3600 and its multiples, from an hour on');
  if (isRaw({ step }) && from < rawFrom)
    throw invalid('step', `must be 3600 or more before ${new Date(rawFrom).toISOString()}: samples are kept no longer`);
  if (seconds / step > MOST_POINTS)
    throw invalid('step', `would make more than ${MOST_POINTS} points; take a longer one`);
  return { from: from - (from % (step * 1000)), to, step };
}
