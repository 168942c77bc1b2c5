import { DomainError } from './errors.js';

/** What a list is asked for; `sort` is a field name, `-` before it for descending. */
export interface PageRequest {
  limit?: number;
  cursor?: string;
  sort?: string;
}

/** One page of a list; `total` counts the whole list, and `nextCursor` is null on its last page. */
export interface Page<T> {
  items: T[];
  total: number;
  nextCursor: string | null;
}

export const DEFAULT_LIMIT = 50;
export const MAX_LIMIT = 500;

/** Where a page ended: the sort it belongs to, and the values of its last row. */
export interface Cursor {
  sort: string;
  values: (string | null)[];
}

export const encodeCursor = ({ sort, values }: Cursor) =>
  Buffer.from(JSON.stringify([sort, ...values])).toString('base64url');

/** Refuses (`INVALID`) what we did not write, and a cursor of another sort order. */
export function decodeCursor(text: string, sort: string): Cursor {
  const fault = new DomainError('INVALID', 'The cursor is none of this list; ask for the first page again.', {
    errors: [{ field: 'cursor', messages: ['is not a cursor of this list and sort order'] }],
  });
  let parsed: unknown;
  try {
    parsed = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
  } catch {
    throw fault;
  }
  if (!Array.isArray(parsed) || parsed[0] !== sort) throw fault;
  const values = parsed.slice(1) as (string | null)[];
  if (values.some((value) => value !== null && typeof value !== 'string')) throw fault;
  return { sort, values };
}
