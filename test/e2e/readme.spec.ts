import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { newDatabase, type TestDatabase } from '../support/database.js';
import { eventually, Installation } from '../support/program.js';
import { describeReal, realData } from '../support/real-data.js';

const PATIENCE = 240_000;

interface Step {
  commands: string;
  /** What the README shows below them, if anything. */
  shown?: string;
  /** Its figures are those of the day on which the demo estate was made. */
  isOfTheDay: boolean;
}

/** The fenced blocks of "The first five minutes": commands, and what they answer. What needs a person or the
 * network (cloning, starting, downloading) is left to the reader. */
function steps(): Step[] {
  const section = /^## The first five minutes$(.*?)^## /ms.exec(readFileSync('README.md', 'utf8'))![1]!;
  const found: Step[] = [];
  for (const [, info, content] of section.matchAll(/^```(\w[^\n]*)\n(.*?)^```$/gms)) {
    const last = found.at(-1);
    if (info === 'sh') found.push({ commands: content!, isOfTheDay: false });
    else if (last) Object.assign(last, { shown: content, isOfTheDay: info!.endsWith('today') });
  }
  return found.filter(({ commands }) => !/^(npm start|curl -LO|git clone)/m.test(commands));
}

const escaped = (part: string) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** `…` stands for whatever was left out; ids and instants are new each time. */
function pattern(shown: string): RegExp {
  const varying = /…|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|\d{4}-\d\d-\d\dT[\d:.]+Z|in \d+ s/g;
  const fixed = shown.trim().split(varying).map(escaped);
  const between = [...shown.trim().matchAll(varying)].map(([found]) => (found === '…' ? '[^]*?' : '[^"\\n]+?'));
  return new RegExp(`^\\s*${fixed.map((part, at) => part + (between[at] ?? '')).join('')}\\s*$`);
}

const keysOf = (json: string) => [...new Set([...json.matchAll(/"(\w+)":/g)].map(([, key]) => key))];

let place: Installation;
let database: TestDatabase;
let folder: string;
let url: string;

beforeAll(async () => {
  database = await newDatabase();
  place = new Installation();
  folder = mkdtempSync(join(tmpdir(), 'cloudgov-readme-'));
  const env = { DATABASE_URL: database.url, CLOUDGOV_ADMIN_TOKEN: '', CLOUDGOV_DEMO: 'on' };
  url = (await place.launch(env)).url();
}, PATIENCE);

afterAll(async () => {
  await place.remove();
  await database.drop();
  rmSync(folder, { recursive: true });
});

const CLEAN = { CLOUDGOV_URL: '', CLOUDGOV_TOKEN: '', CLOUDGOV_ADMIN_TOKEN: '', NODE_OPTIONS: '' };

/** One shell, as a reader has one: what a step sets, the next may use. */
async function run(all: Step[]): Promise<string[]> {
  const script = all
    .map(({ commands }) => `${commands}\necho; echo '<next>'\n`)
    .join('')
    .replaceAll('http://localhost:3000', url)
    .replaceAll('.cloudgov/token', join(place.home, 'token'))
    .replaceAll('import focus focus_sample.csv', `import focus ${join(folder, 'focus_sample.csv')}`);
  const env = { ...process.env, ...CLEAN, CLOUDGOV_HOME: place.home };
  const child = spawn('sh', [], { env });
  child.stdin.end(script);
  const [out] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')]);
  return out.split('<next>\n').slice(0, -1);
}

async function ask<T>(method: string, path: string): Promise<T> {
  const headers = { authorization: `Bearer ${readFileSync(join(place.home, 'token'), 'utf8').trim()}` };
  return (await fetch(url + path, { method, headers })).json() as Promise<T>;
}

const demoIsThere = () =>
  eventually(
    () => ask<{ total: number }>('GET', '/cost/imports?source=demo&state=done'),
    ({ total }) => total > 0,
  );

/** The sample would wait behind them; the demo leaves when it arrives, and so they change no answer. */
async function dropOlderMonths() {
  type Runs = { items: { id: string }[] };
  const { items } = await ask<Runs>('GET', '/jobs/runs?job=cost.import&state=queued&limit=100');
  for (const { id } of items) await ask('POST', `/jobs/runs/${id}/cancel`);
}

const isOfTheDemo = ({ isOfTheDay, shown }: Step) => isOfTheDay || shown === undefined;

it(
  'answers with the demo estate as the README shows',
  async () => {
    await demoIsThere();
    const wanted = steps().filter(isOfTheDemo);
    const answers = await run(wanted);
    const shown = wanted.flatMap((step, at) => (step.shown ? [[step.shown, answers[at]!] as const] : []));
    expect(shown.length).toBeGreaterThan(0);
    for (const [expected, answer] of shown) {
      expect(answer).not.toBe('');
      expect(keysOf(answer)).toEqual(expect.arrayContaining(keysOf(expected)));
    }
  },
  PATIENCE,
);

describeReal('the real sample', () => {
  it(
    'gives, command by command, the answers that the README shows',
    async () => {
      copyFileSync(realData('focus/finops-org/FOCUS-1.0_focus_sample.csv'), join(folder, 'focus_sample.csv'));
      await dropOlderMonths();
      const all = steps();
      const answers = await run(all);
      const compared = all.flatMap((step, at) => (isOfTheDemo(step) ? [] : [[step.shown!, answers[at]!] as const]));
      expect(compared.length).toBeGreaterThan(5);
      for (const [expected, answer] of compared) expect(answer).toMatch(pattern(expected));
    },
    PATIENCE,
  );
});
