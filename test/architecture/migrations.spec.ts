import { DataSource } from 'typeorm';
import { everything } from '#data';
import { startApp, type TestApp } from '../support/app.js';

let test: TestApp;
beforeAll(async () => void (test = await startApp()));
afterAll(() => test.close());

it('leaves no migration to generate once an empty database is migrated', async () => {
  const { driver } = test.app.get(DataSource);
  const { upQueries } = await everything(() => driver.createSchemaBuilder().log());
  expect(upQueries.map(({ query }) => query)).toEqual([]);
});
