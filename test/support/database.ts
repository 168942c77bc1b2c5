import { randomUUID } from 'node:crypto';
import { Client } from 'pg';

async function onServer(sql: string) {
  const client = new Client({ connectionString: process.env.TEST_SERVER_URL });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

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
    drop: () => onServer(`drop database ${name} with (force)`),
  };
}
