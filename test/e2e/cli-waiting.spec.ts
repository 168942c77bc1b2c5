import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Bills, launchCli } from '../support/cloudgov.js';
import { newDatabase, type TestDatabase } from '../support/database.js';
import { focusFile } from '../support/focus-file.js';
import { end, eventually, Installation } from '../support/program.js';

const PATIENCE = 120_000;

const september = focusFile('1.2', { rows: 200, seed: 5, providers: ['AWS'] }).csv();

let place: Installation;
let database: TestDatabase;
let bills: Bills;
beforeAll(async () => {
  database = await newDatabase();
  place = new Installation();
  bills = new Bills();
}, PATIENCE);
afterAll(async () => {
  await place.remove();
  await database.drop();
  bills.remove();
});

const serve = (env: NodeJS.ProcessEnv) =>
  place.launch({ DATABASE_URL: database.url, CLOUDGOV_ADMIN_TOKEN: '', CLOUDGOV_METRICS_PUBLIC: 'on', ...env });

const cloudgov = (...args: string[]) => launchCli(place.home, ['import', 'focus', ...args]);

/** How often the command line has asked how far its import is. */
async function looks(url: string): Promise<number> {
  const text = await (await fetch(`${url}/metrics`)).text();
  const counts = text.split('\n').filter((line) => /_count\{.*route="\/cost\/imports\/:id"/.test(line));
  return counts.reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0);
}

async function lookedAgain(url: string, before: number) {
  await eventually(
    () => looks(url),
    (now) => now > before,
  );
}

it(
  'says on Ctrl-C whether the import goes on, and outlives a server that starts again',
  async () => {
    // Without a worker every import waits, for as long as the test needs.
    const server = await serve({ CLOUDGOV_ROLE: 'api' });
    const url = server.url();
    const spool = () => (existsSync(join(place.home, 'spool')) ? readdirSync(join(place.home, 'spool')) : []);

    const sending = cloudgov('-');
    sending.child.stdin.write(september.slice(0, 1000));
    await eventually(spool, (files) => files.length === 1);
    sending.child.kill('SIGINT');
    expect(await sending.end()).toEqual({ code: 1, out: '', err: 'Stopped: nothing was imported.\n' });
    await eventually(spool, (files) => files.length === 0);

    const file = bills.write('slow.csv', september);
    const left = cloudgov(file, '--source', 'left');
    await lookedAgain(url, 0);
    left.child.kill('SIGINT');
    const { code, err } = await left.end();
    expect([code, err]).toEqual([1, expect.stringMatching(/goes on at the server.*\n +curl -H .*\/cost\/imports\/./)]);

    const before = await looks(url);
    const stays = cloudgov(file, '--source', 'stays', '--json');
    await lookedAgain(url, before);
    await end(server.child, 'SIGTERM');
    await serve({ PORT: new URL(url).port });
    const { out, ...rest } = await stays.end();
    expect([rest, JSON.parse(out)]).toMatchObject([
      { code: 0, err: '' },
      { state: 'done', rowsAccepted: 200 },
    ]);
  },
  PATIENCE,
);
