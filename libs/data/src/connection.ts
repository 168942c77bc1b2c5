import { parseIntoClientConfig } from 'pg-connection-string';
import type { DataSourceOptions } from 'typeorm';

/** TypeORM reads no socket folder out of a URL, so the parts are given one by one. */
export function connection(url: string, poolSize: number) {
  const { host, port, user, password, database, ssl } = parseIntoClientConfig(url);
  return {
    type: 'postgres' as const,
    host,
    port,
    username: user,
    password,
    database,
    ssl,
    poolSize,
    applicationName: 'cloudgov',
    extra: { options: '-c timezone=UTC', connectionTimeoutMillis: 5_000, keepAlive: true },
  } as DataSourceOptions;
}
