import { readFileSync } from 'node:fs';
import { startApp, type TestApp } from '../support/app.js';

let test: TestApp;

beforeAll(async () => {
  test = await startApp();
});

afterAll(() => test.close());

it('serves the document that is committed, to whoever has a token', async () => {
  const answer = await test.rest('GET', '/openapi.json');
  expect(answer).toMatchObject({ status: 200, body: JSON.parse(readFileSync('openapi.json', 'utf8')) });
  const stranger = await test.rest('GET', '/openapi.json', undefined, { authorization: '' });
  expect(stranger).toMatchObject({ status: 401, type: expect.stringContaining('application/problem+json') });
});

it('shows every route on one page for people', async () => {
  const { status, type, body } = await test.rest('GET', '/docs');
  expect({ status, type }).toEqual({ status: 200, type: 'text/html; charset=utf-8' });
  const { paths } = JSON.parse(readFileSync('openapi.json', 'utf8'));
  const missing = Object.keys(paths).filter((path) => !body.includes(`<code>${path}</code>`));
  expect(missing).toEqual([]);
});
