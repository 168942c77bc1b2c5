import { startApp, type Answer, type TestApp } from './app.js';
import { focusFile } from './focus-file.js';

export const CSV = { 'content-type': 'text/csv' };
/** The days of the bills that `estate` imports. */
export const DAYS = 'from=2026-09-01&to=2026-11-01';
export const DAY = /^\d{4}-\d{2}-\d{2}$/;
export const DECIMAL = /^-?\d+(\.\d+)?$/;

export const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

/** An application with two months of bills, the last import and one of its resources. */
export async function estate(): Promise<{ test: TestApp; imported: any; resource: any }> {
  const test = await startApp();
  let imported: any;
  for (const month of ['2026-09-01', '2026-10-01']) {
    const csv = focusFile('1.2', { month, rows: 300 }).csv();
    imported = (await test.rest('POST', `/cost/imports?filename=${month}.csv&wait=60`, csv, CSV)).body;
  }
  const resource = (await test.rest('GET', '/inventory?limit=1')).body.items[0];
  return { test, imported, resource };
}

/** RFC 9457, whole, and nothing of our innards. */
export function expectProblem(answer: Answer, status: number, code: string) {
  expect([answer.status, answer.type.split(';')[0], answer.body.code]).toEqual([
    status,
    'application/problem+json',
    code,
  ]);
  expect(answer.body).toMatchObject({
    type: expect.any(String),
    title: expect.any(String),
    status,
    detail: expect.any(String),
  });
  expect(JSON.stringify(answer.body)).not.toMatch(/node_modules|\.(ts|js):\d/);
}
