import { Client } from 'pg';
import { AuditService } from '#audit';
import { systemCaller } from '#common';
import { Sealer } from '../../libs/audit/src/chain/sealer.js';
import { VerifyJob, type VerificationResult } from '../../libs/audit/src/verify/verify.job.js';
import type { TestApp } from './app.js';

const writer = systemCaller('user:writer@example.com');
const TABLES = ['audit_entry', 'audit_pending', 'audit_seal', 'audit_head', 'audit_segment'];

/** Entries `page.turn` of the pages 1 to `count`, sealed as one batch. */
export async function writeSealed(test: TestApp, count: number, from = 1): Promise<void> {
  const audit = test.app.get(AuditService);
  for (let page = from; page < from + count; page++)
    await audit.record(writer, { action: 'page.turn', subject: { type: 'page', id: String(page) }, after: { page } });
  await sealAll(test);
}

/** Until nothing waits, whichever process seals it. */
export async function sealAll(test: TestApp): Promise<void> {
  const sealer = test.app.get(Sealer);
  for (;;) {
    await sealer.seal();
    const [{ waiting }] = await asOwner(test, 'select count(*)::int as waiting from audit_pending');
    if (!waiting) return;
  }
}

/** What the owner of the tables may do, with the triggers put out of the way. */
export async function asOwner(test: TestApp, ...statements: string[]): Promise<any[]> {
  const client = new Client({ connectionString: test.databaseUrl });
  await client.connect();
  try {
    await client.query('set session_replication_role = replica');
    let rows: any[] = [];
    for (const sql of statements) ({ rows } = await client.query(sql));
    return rows;
  } finally {
    await client.end();
  }
}

/** The record as a backup holds it. */
export const backUp = (test: TestApp, name: string) =>
  asOwner(test, ...TABLES.map((table) => `create table ${name}_${table} as table ${table}`));

export const restore = (test: TestApp, name: string) =>
  asOwner(test, ...TABLES.flatMap((table) => [`truncate ${table}`, `insert into ${table} table ${name}_${table}`]));

export const verify = (test: TestApp): Promise<VerificationResult> =>
  test.app.get(VerifyJob).run({ signal: new AbortController().signal, progress: () => undefined });
