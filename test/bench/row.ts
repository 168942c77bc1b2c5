/** One line of a bench's table. */
export interface Row {
  name: string;
  value: number | string;
  unit: string;
  must?: string;
  ok?: boolean;
}

export const atMost = (name: string, value: number, unit: string, limit: number): Row => ({
  name,
  value,
  unit,
  must: `≤ ${limit}`,
  ok: value <= limit,
});

export const between = (name: string, value: number, unit: string, [low, high]: readonly [number, number]): Row => ({
  name,
  value,
  unit,
  must: `${low}–${high}`,
  ok: value >= low && value <= high,
});
