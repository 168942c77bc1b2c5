import { Decimal } from '#common';

const UNITS = ['B', 'kB', 'MB', 'GB', 'TB'];
const whole = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });

export const count = (value: number) => whole.format(value);

export const counted = (value: number, one: string, many = `${one}s`) => `${count(value)} ${value === 1 ? one : many}`;

/** Decimal units, as disks and networks are sold: 1 kB is 1000 bytes. */
export function bytes(value: number): string {
  let unit = 0;
  for (; value >= 999.5 && unit < UNITS.length - 1; unit++) value /= 1000;
  return `${unit === 0 || value >= 99.95 ? value.toFixed(0) : value.toFixed(1)} ${UNITS[unit]}`;
}

/** `0.4 s`, `12 s`, `3 min 05 s`, `2 h 07 min` */
export function duration(seconds: number): string {
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
  const rounded = Math.round(seconds);
  const two = (value: number) => String(value).padStart(2, '0');
  if (rounded < 60) return `${rounded} s`;
  if (rounded < 3600) return `${Math.floor(rounded / 60)} min ${two(rounded % 60)} s`;
  return `${Math.floor(rounded / 3600)} h ${two(Math.floor((rounded % 3600) / 60))} min`;
}

/** Rounded to two places, because it is shown; `--json` has every digit. */
export function money(amount: Decimal): string {
  const [digits, rest] = amount.toFixed(2).split('.');
  return `${digits!.replace(/\B(?=(\d{3})+$)/g, ',')}.${rest}`;
}

/** `2026-09` for a calendar month, else both days. */
export function period(start: string, end: string): string {
  const [year, month] = start.split('-').map(Number) as [number, number];
  const next = month === 12 ? `${year + 1}-01-01` : `${year}-${String(month + 1).padStart(2, '0')}-01`;
  return start.endsWith('-01') && end === next ? start.slice(0, 7) : `${start} to ${end}`;
}

/** One line, cut where it is longer. */
export function short(text: string, most: number): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > most ? `${line.slice(0, most - 1)}…` : line;
}

/** Lines of cells under one another; the columns named in `right` end at the same place. */
export function table(rows: readonly (readonly string[])[], right: readonly number[] = []): string[] {
  const widths = rows[0]?.map((_, at) => Math.max(...rows.map((row) => row[at]!.length))) ?? [];
  const cell = (text: string, at: number) =>
    right.includes(at) ? text.padStart(widths[at]!) : text.padEnd(widths[at]!);
  return rows.map((row) => row.map(cell).join('  ').trimEnd());
}
