import { columnOf, columnsOf, type FocusColumn, type FocusVersion } from '../focus/columns.js';

/** Between 1.3 and 1.4 the provider's column changed its name; each version gets its own, whichever the bill had. */
const EITHER: Record<string, string> = {
  ProviderName: 'coalesce(c.provider_name, c.service_provider_name)',
  PublisherName: 'coalesce(c.publisher_name, c.service_provider_name)',
  ServiceProviderName: 'coalesce(c.service_provider_name, c.provider_name)',
};

function expression({ name, type }: FocusColumn): string {
  const column = EITHER[name] ?? `c.${columnOf(name)}`;
  if (type === 'instant') return `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')`;
  return type === 'text' ? column : `${column}::text`;
}

/** The columns of a version with their SQL, each a text or null. */
export const exportColumns = (version: FocusVersion) =>
  columnsOf(version).map((column) => ({ ...column, sql: expression(column) }));
