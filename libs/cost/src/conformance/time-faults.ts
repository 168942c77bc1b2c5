/** Faults of a date/time value, after the FOCUS attribute DateTimeFormat; a bit each. */
export const TIME = {
  notUtc: 1 << 0,
  notIso: 1 << 1,
  noLetterT: 1 << 2,
  notTwoDigits: 1 << 3,
  noLetterZ: 1 << 4,
  notTime: 1 << 5,
  /** No fault of its own: the last second of a day, as an inclusive end has it. */
  lastSecond: 1 << 6,
} as const;
export const ANY_TIME_FAULT = (1 << 6) - 1;

const ISO = /^\d{4}-\d\d-\d\d(T\d\d(:\d\d(:\d\d([.,]\d+)?)?)?(Z|[+-]\d\d(:?\d\d)?)?)?$/;
const LOOSE = /^(\d{4})-(\d\d?)-(\d\d?)([T ]\d{1,2}(:\d{1,2}){0,2}([.,]\d+)?)? ?(Z|UTC|[+-]\d\d:?\d\d)?$/;

const isDay = (year: number, month: number, day: number) => {
  const date = new Date(Date.UTC(year, month - 1, day));
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
};

const CHECKS: readonly (readonly [(text: string) => boolean, number])[] = [
  [(text) => !ISO.test(text), TIME.notIso],
  [(text) => /:\d.*[+-]\d\d:?\d\d$/.test(text) && !/[+-]00:?00$/.test(text), TIME.notUtc],
  [(text) => !/\dT\d/.test(text), TIME.noLetterT],
  [(text) => !/[T ]\d\d:\d\d:\d\d/.test(text), TIME.notTwoDigits],
  [(text) => !text.endsWith('Z'), TIME.noLetterZ],
  [(text) => text.includes('23:59:59'), TIME.lastSecond],
];

/** What is wrong with a moment's text; 0 for `2024-09-01T00:00:00Z`. */
export function timeFaults(text: string): number {
  const parts = LOOSE.exec(text);
  const isTime = parts !== null && isDay(Number(parts[1]), Number(parts[2]), Number(parts[3]));
  const faults = isTime ? 0 : TIME.notTime | TIME.notIso;
  return CHECKS.reduce((sum, [applies, fault]) => (applies(text) ? sum | fault : sum), faults);
}

/** The moment as milliseconds since 1970, or NaN where the text is no time; a text without a zone is UTC. */
export function momentOf(text: string): number {
  const parts = LOOSE.exec(text);
  if (!parts) return NaN;
  const clock = (parts[4] ?? 'T00:00:00').slice(1);
  const zone = parts[7] === undefined || parts[7] === 'UTC' ? 'Z' : parts[7];
  return Date.parse(`${parts[1]}-${parts[2]}-${parts[3]}T${clock}${zone}`);
}
