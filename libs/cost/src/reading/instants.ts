const SHAPE =
  /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,9})\d*)?)?)?\s*(Z|UTC|[+-]\d\d(?::?\d\d)?)?$/i;
const AMERICAN = /^(\d\d?)\/(\d\d?)\/(\d{4})$/;
const MINUTE = 60_000;

/** Years outside are mistakes of whoever wrote the file; they would each open a partition. */
const [FIRST_YEAR, LAST_YEAR] = [1970, 2199];

const two = (value: number) => String(value).padStart(2, '0');

function isDate(year: number, month: number, day: number): boolean {
  if (year < FIRST_YEAR || year > LAST_YEAR || month < 1 || month > 12 || day < 1) return false;
  return day <= new Date(Date.UTC(year, month, 0)).getUTCDate();
}

/** Minutes by which a zone is ahead of UTC; undefined for one that no place has. */
function offsetOf(zone: string | undefined): number | undefined {
  if (!zone || zone.toUpperCase() === 'Z' || zone.toUpperCase() === 'UTC') return 0;
  const [hours, minutes] = [Number(zone.slice(1, 3)), Number(zone.slice(-2))];
  if (hours > 14 || minutes > 59) return undefined;
  return (zone.startsWith('-') ? -1 : 1) * (hours * 60 + (zone.length > 3 ? minutes : 0));
}

const isTime = (hour: number, minute: number, second: number) =>
  (hour < 24 && minute < 60 && second < 60) || (hour === 24 && minute === 0 && second === 0);

/**
 * An instant as `YYYY-MM-DDTHH:MM:SS[.f]Z`, or undefined where the text is none (30 February, a zone without a place).
 * Read are RFC 3339, a blank for the `T`, no seconds, a bare date (its midnight), fractions to the nanosecond, offsets;
 * without a zone it is UTC. A fraction of zeroes is dropped.
 */
export function readInstant(text: string): string | undefined {
  const parts = SHAPE.exec(text.trim());
  if (!parts) return undefined;
  const [year, month, day] = [Number(parts[1]), Number(parts[2]), Number(parts[3])];
  const [hour, minute, second] = [Number(parts[4] ?? 0), Number(parts[5] ?? 0), Number(parts[6] ?? 0)];
  const offset = offsetOf(parts[8]);
  if (offset === undefined || !isDate(year, month, day) || !isTime(hour, minute, second)) return undefined;
  const at = new Date(Date.UTC(year, month - 1, day, hour, minute, second) - offset * MINUTE);
  const fraction = (parts[7] ?? '').replace(/0+$/, '');
  return `${at.toISOString().slice(0, 19)}${fraction && `.${fraction}`}Z`;
}

/** A day written `MM/DD/YYYY` (or ISO), shifted by some days, as `YYYY-MM-DDT00:00:00Z`; anything else comes back as it is. */
export function readAmericanDay(text: string, shift: number): string {
  const parts = AMERICAN.exec(text.trim());
  const iso = parts ? `${parts[3]}-${two(Number(parts[1]))}-${two(Number(parts[2]))}` : text;
  const instant = readInstant(iso);
  if (!instant) return text;
  return `${new Date(Date.parse(instant) + shift * 1440 * MINUTE).toISOString().slice(0, 19)}Z`;
}
