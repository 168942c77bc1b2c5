import { columnsOf, type FocusColumn, type FocusVersion } from '../focus/columns.js';
import { focusSql } from './charge-terms.js';

function expression({ name, type }: FocusColumn): string {
  const column = focusSql(name);
  if (type === 'instant') return `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')`;
  return type === 'text' ? column : `${column}::text`;
}

/** The columns of a version with their SQL, each a text or null. */
export const exportColumns = (version: FocusVersion) =>
  columnsOf(version).map((column) => ({ ...column, sql: expression(column) }));
