import { decodeCursor, DEFAULT_LIMIT, encodeCursor, invalid, MAX_LIMIT, type Page, type PageRequest } from '#common';
import type { Database } from './database.js';
import type { SqlParams } from './sql.js';

/** What each sortable field is in SQL, with the type that its text in a cursor is cast back to. */
export type SortColumns = Record<string, { sql: string; type: string }>;

/** One list: `from` and `where` with their values in `params`, and a unique `id` that breaks ties. */
export interface Listing<T> {
  /** The class of an item: answers expose the fields that it declares. */
  as: new () => T;
  select: string;
  from: string;
  where: string;
  params: SqlParams;
  sortable: SortColumns;
  /** Field name, `-` before it for descending. */
  defaultSort: string;
  id: { sql: string; type: string };
}

interface Sort {
  name: string;
  sql: string;
  type: string;
  descending: boolean;
}

function sortOf({ sortable, defaultSort }: Pick<Listing<object>, 'sortable' | 'defaultSort'>, wanted?: string): Sort {
  const name = wanted ?? defaultSort;
  const field = name.replace(/^-/, '');
  const column = Object.hasOwn(sortable, field) ? sortable[field] : undefined;
  if (!column) throw invalid('sort', `must be one of ${Object.keys(sortable).join(', ')}`);
  return { name, ...column, descending: name.startsWith('-') };
}

/** Nulls come last in either direction, so the place after a null is only told by the id. */
function after(sort: Sort, { id, params }: Pick<Listing<object>, 'id' | 'params'>, cursor: string): string {
  const { values } = decodeCursor(cursor, sort.name);
  const [value = null, last = null] = values;
  if (last === null) throw invalid('cursor', 'is not a cursor of this list');
  const than = sort.descending ? '<' : '>';
  const tie = `${id.sql} ${than} ${params.add(last)}::text::${id.type}`;
  if (value === null) return `(${sort.sql} is null and ${tie})`;
  const place = `${params.add(value)}::text::${sort.type}`;
  return `(${sort.sql} ${than} ${place} or ${sort.sql} is null or (${sort.sql} = ${place} and ${tie}))`;
}

type Row<T> = T & { pageSort: string | null; pageId: string };

function itemOf<T extends object>({ as }: Listing<T>, row: Partial<Row<T>>): T {
  delete row.pageSort;
  delete row.pageId;
  return Object.assign(new as(), row);
}

/** One page by keyset: the cost of a page does not grow with how far it lies; `total` counts the list. */
export async function pageSql<T extends object>(
  db: Database,
  listing: Listing<T>,
  request: PageRequest,
): Promise<Page<T>> {
  const limit = Math.min(request.limit ?? DEFAULT_LIMIT, MAX_LIMIT);
  const sort = sortOf(listing, request.sort);
  const { select, from, where, params, id } = listing;
  const counted = await db.query<{ total: number }>(`select count(*)::int as total from ${from} where ${where}`, [
    ...params.values,
  ]);
  const place = request.cursor ? ` and ${after(sort, listing, request.cursor)}` : '';
  const direction = sort.descending ? 'desc' : 'asc';
  const rows = await db.query<Row<T>>(
    `select ${select}, (${sort.sql})::text as "pageSort", (${id.sql})::text as "pageId" from ${from}
     where ${where}${place} order by ${sort.sql} ${direction} nulls last, ${id.sql} ${direction} limit ${limit + 1}`,
    params.values,
  );
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  const nextCursor =
    rows.length > limit && last ? encodeCursor({ sort: sort.name, values: [last.pageSort, last.pageId] }) : null;
  return { items: items.map((row) => itemOf(listing, row)), total: counted[0]?.total ?? 0, nextCursor };
}
