import { randomUUID } from 'node:crypto';
import { Client } from 'pg';

/** Done by the owner of the tables, past everything that the application may. */
export async function asOwner(connectionString: string, sql: string) {
  const client = new Client({ connectionString });
  await client.connect();
  try {
    return await client.query<Record<string, unknown>>(sql);
  } finally {
    await client.end();
  }
}

const onServer = (sql: string) => asOwner(process.env.TEST_SERVER_URL!, sql);

/** A table of a test's own, which the application may read and write. */
export const addTable = (url: string, name: string, columns: string) =>
  asOwner(
    url,
    `create table if not exists ${name} (${columns}); grant all on ${name} to cloudgov_app, cloudgov_everything`,
  );

/** A migrated database of a suite's own on the tests' server. */
export interface TestDatabase {
  url: string;
  drop(): Promise<void>;
}

/** Copies the database that was migrated once for the whole run. */
export async function newDatabase(): Promise<TestDatabase> {
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  await onServer(`create database ${name} template ${process.env.TEST_TEMPLATE}`);
  return {
    url: process.env.TEST_SERVER_URL!.replace('/cloudgov?', `/${name}?`),
    drop: async () => void (await onServer(`drop database ${name} with (force)`)),
  };
}
