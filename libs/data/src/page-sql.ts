import { decodeCursor, DEFAULT_LIMIT, encodeCursor, invalid, MAX_LIMIT, type Page, type PageRequest } from '#common';
import type { Database } from './database.js';
import type { SqlParams } from './sql.js';

/**
 * What each sortable field is in SQL, with the type that its text in a cursor is cast back to. A column that is `filled`
 * is never null, which saves a second look for the nulls that come last.
 */
export type SortColumns = Record<string, { sql: string; type: string; filled?: boolean }>;

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
  filled?: boolean;
  descending: boolean;
}

function sortOf({ sortable, defaultSort }: Pick<Listing<object>, 'sortable' | 'defaultSort'>, wanted?: string): Sort {
  const name = wanted ?? defaultSort;
  const field = name.replace(/^-/, '');
  const column = Object.hasOwn(sortable, field) ? sortable[field] : undefined;
  if (!column) throw invalid('sort', `must be one of ${Object.keys(sortable).join(', ')}`);
  return { name, ...column, descending: name.startsWith('-') };
}

/**
 * Nulls come last in either direction, so a list has two parts; the condition of each that is left after a cursor. Asked
 * apart, both are ranges of an index on (sort, id), however far the page lies; `nulls last` and `or` would be none.
 */
function parts(sort: Sort, { id, params }: Pick<Listing<object>, 'id' | 'params'>, cursor?: string): string[] {
  const isNull = `${sort.sql} is null`;
  const rest = sort.filled ? [] : [isNull];
  const whole = sort.filled ? 'true' : `${sort.sql} is not null`;
  if (!cursor) return [whole, ...rest];
  const { values } = decodeCursor(cursor, sort.name);
  const [value = null, last = null] = values;
  if (last === null) throw invalid('cursor', 'is not a cursor of this list');
  const than = sort.descending ? '<' : '>';
  const lastId = `${params.add(last)}::text::${id.type}`;
  if (value === null) return [`${isNull} and ${id.sql} ${than} ${lastId}`];
  return [`(${sort.sql}, ${id.sql}) ${than} (${params.add(value)}::text::${sort.type}, ${lastId})`, ...rest];
}

type Row<T> = T & { pageSort: string | null; pageId: string };

function itemOf<T extends object>({ as }: Listing<T>, row: Partial<Row<T>>): T {
  delete row.pageSort;
  delete row.pageId;
  return Object.assign(new as(), row);
}

/** The rows of a page and one more, which tells whether another page follows. */
function rowsSql(listing: Listing<object>, sort: Sort, { cursor, limit }: { cursor?: string; limit: number }) {
  const { select, from, where, id } = listing;
  const direction = sort.descending ? 'desc' : 'asc';
  const part = (condition: string) =>
    `(select ${select}, (${sort.sql})::text as "pageSort", (${id.sql})::text as "pageId" from ${from}
     where ${where} and ${condition} order by ${sort.sql} ${direction}, ${id.sql} ${direction} limit ${limit + 1})`;
  const all = parts(sort, listing, cursor).map(part);
  return all.length === 1 ? all[0]! : `${all.join(' union all ')} limit ${limit + 1}`;
}

/** One page by keyset, not counted: the cost of a page does not grow with how far it lies. */
export async function rowsOfPage<T extends object>(
  db: Database,
  listing: Listing<T>,
  request: PageRequest,
): Promise<Omit<Page<T>, 'total'>> {
  const limit = Math.min(request.limit ?? DEFAULT_LIMIT, MAX_LIMIT);
  const sort = sortOf(listing, request.sort);
  const sql = rowsSql(listing, sort, { cursor: request.cursor, limit });
  const rows = await db.query<Row<T>>(sql, listing.params.values);
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  const nextCursor =
    rows.length > limit && last ? encodeCursor({ sort: sort.name, values: [last.pageSort, last.pageId] }) : null;
  return { items: items.map((row) => itemOf(listing, row)), nextCursor };
}

/** Whatever answers a query: the database itself, or what keeps its answers. */
interface Counting {
  query<T>(sql: string, params: unknown[]): Promise<readonly T[]>;
}

/** How many rows the whole list has. */
export async function countOf({ from, where, params }: Listing<object>, db: Counting): Promise<number> {
  const sql = `select count(*)::int as total from ${from} where ${where}`;
  const [counted] = await db.query<{ total: number }>(sql, [...params.values]);
  return counted?.total ?? 0;
}

/** One page, with the count of the whole list. */
export async function pageSql<T extends object>(
  db: Database,
  listing: Listing<T>,
  request: PageRequest,
): Promise<Page<T>> {
  const total = await countOf(listing, db);
  return { ...(await rowsOfPage(db, listing, request)), total };
}
