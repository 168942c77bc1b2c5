import { as, exactSum, type Day } from '#common';
import type { Dimension } from './spend-tables.js';
import { OtherGroups, SpendGroup, SpendPoint, type GroupKey } from './spend.views.js';

/** The amount of one group on one day (or month, or in all), ranked by the group's total within its currency. */
export interface Cell {
  currency: string;
  /** From 1; all groups beyond the cut share the rank after it. */
  rank: number;
  /** The highest rank before the cut, which counts the groups. */
  groups: number;
  bucket: Day | null;
  amount: string;
  /** In the order of the dimensions; null where groups are not told apart. */
  keys: (string | null)[] | null;
}

export const sum = (cells: readonly Pick<Cell, 'amount'>[]) => exactSum(cells.map(({ amount }) => amount));

export const keyOf = (groupBy: readonly Dimension[], keys: Cell['keys']): GroupKey =>
  Object.fromEntries(groupBy.map((dimension, index) => [dimension, keys?.[index] ?? null]));

const pointsOf = (cells: readonly Cell[]) =>
  cells.flatMap(({ bucket, amount }) => (bucket === null ? [] : [as(SpendPoint, { date: bucket, amount })]));

/** The groups up to the cut, largest first; without dimensions there is one, the whole. */
export function groupsOf(
  groupBy: readonly Dimension[],
  cells: readonly Cell[],
  name: (key: GroupKey) => GroupKey,
  top: number,
): SpendGroup[] {
  const byRank = new Map<number, Cell[]>();
  for (const cell of cells) {
    if (cell.rank > top) continue;
    const own = byRank.get(cell.rank) ?? [];
    own.push(cell);
    byRank.set(cell.rank, own);
  }
  return [...byRank.values()].map((own) => {
    const key = keyOf(groupBy, own[0]!.keys);
    return as(SpendGroup, { key, names: name(key), total: sum(own), points: pointsOf(own) });
  });
}

/** What lies beyond the cut, so that the groups and this still add up to the total. */
export function othersOf(cells: readonly Cell[], top: number): OtherGroups | null {
  const own = cells.filter(({ rank }) => rank > top);
  if (!own.length) return null;
  const count = Math.max(...own.map(({ groups }) => groups)) - top;
  return as(OtherGroups, { count, total: sum(own), points: pointsOf(own) });
}
