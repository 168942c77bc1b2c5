import { setTimeout as pause } from 'node:timers/promises';
import { end, killRounds, TOKEN } from './kill-rounds.mjs';

const ROWS = 4_000;
const DAYS = 28;

/** A bill of one account whose charges all cost the same, so that its total tells which delivery it is. */
function billOf(cost) {
  const lines = [
    'BillingAccountId,BillingPeriodStart,BillingPeriodEnd,ChargePeriodStart,ChargePeriodEnd,BilledCost,EffectiveCost,' +
      'ListCost,ContractedCost,BillingCurrency,ProviderName,ServiceName,ChargeCategory,ResourceId,SubAccountId',
  ];
  for (let row = 0; row < ROWS; row++) {
    const day = String(1 + (row % DAYS)).padStart(2, '0');
    const costs = `${cost},${cost},${cost},${cost}`;
    lines.push(
      `payer,2026-05-01T00:00:00Z,2026-06-01T00:00:00Z,2026-05-${day}T00:00:00Z,2026-05-${day}T01:00:00Z,${costs},` +
        `USD,AWS,Compute,Usage,machine-${row % 500},account-${row % 7}`,
    );
  }
  return `${lines.join('\n')}\n`;
}

async function upload({ address }, cost) {
  const headers = { authorization: `Bearer ${TOKEN}`, 'content-type': 'text/csv' };
  const body = billOf(cost);
  const answer = await fetch(`${address}/cost/imports?filename=bill.csv`, { method: 'POST', headers, body });
  if (answer.status !== 202) throw new Error(`The upload was answered ${answer.status}: ${await answer.text()}`);
  return (await answer.json()).id;
}

/** What a reader adds up just now: from the charges, and from both roll-ups. */
const VISIBLE = `
  select (select coalesce(sum(billed_cost), 0)::text from charge where statement_id in (select id from statement where is_active)) as charge,
    (select coalesce(sum(billed), 0)::text from spend_daily where statement_id in (select id from statement where is_active)) as spend,
    (select coalesce(sum(billed), 0)::text from charge_resource_daily where statement_id in (select id from statement where is_active)) as resource`;

/** Looks until the import has ended; counts each look that saw neither the old total nor the new one, but a part. */
async function watch(client, id, totals, patienceMs = 60_000) {
  let halves = 0;
  for (let waited = 0; waited < patienceMs; waited += 50) {
    const { rows } = await client.query(VISIBLE);
    const seen = new Set(Object.values(rows[0]).map(Number));
    if (seen.size !== 1 || ![...seen].every((total) => totals.includes(total))) halves++;
    const ended = await client.query(`select state from cost_import where id = $1 and ended_at is not null`, [id]);
    if (ended.rows.length) return { halves, state: ended.rows[0].state };
    await pause(50);
  }
  return { halves, state: 'never ended' };
}

/** How long an import takes that nobody disturbs, in milliseconds; the kills are spread over so much time. */
async function undisturbed({ client, server }) {
  const began = Date.now();
  const { state } = await watch(client, await upload(server.now, 1), [0, ROWS]);
  if (state !== 'done') throw new Error(`The import that nobody disturbed ended as: ${state}`);
  return Date.now() - began;
}

async function playRound(round, { afterMs, client, restart, server }) {
  const cost = round + 2;
  const id = await upload(server.now, cost);
  await pause(afterMs);
  await end(server.now, 'SIGKILL');
  const { rows: left } = await client.query(VISIBLE);
  const atOnce = Object.values(left[0]).map(Number);
  server.now = await restart();
  const { halves, state } = await watch(client, id, [ROWS * (cost - 1), ROWS * cost]);
  const { rows } = await client.query(VISIBLE);
  const totals = Object.values(rows[0]).map(Number);
  const attempts = await client.query('select attempt from job_run where subject_id = $1', [id]);
  return {
    ...{ round: round + 1, how: 'kill -9', afterMs: Math.round(afterMs), runs: 1, done: Number(state === 'done') },
    resumed: Number(attempts.rows[0].attempt > 1),
    halves,
    lost: totals.filter((total) => total < ROWS * cost).length,
    doubled: totals.concat(atOnce).filter((total) => total > ROWS * cost).length,
  };
}

/**
 * A server is killed in the middle of an import and started again, round after round, each in its own part of the time
 * that an import takes, at a random moment of it. Each round delivers the same bill anew with another amount: a reader
 * must see the old total or the new one, and in the end the new one, in the charges and in every roll-up. The database
 * may be empty: the server migrates it.
 */
export const killImports = (options) => killRounds(options, { undisturbed, playRound });
