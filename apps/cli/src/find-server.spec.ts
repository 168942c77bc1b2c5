import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Failure } from './failure.js';
import { findServer } from './find-server.js';

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'cloudgov-home-'));
  writeFileSync(join(home, 'token'), 'of-the-home\n');
  writeFileSync(join(home, 'url'), 'http://10.0.0.7:3000\n');
});
afterEach(() => rmSync(home, { recursive: true }));

const find = (env: NodeJS.ProcessEnv) => findServer({ CLOUDGOV_HOME: home, ...env });

/** What a person is told. */
function fault(env: NodeJS.ProcessEnv): string {
  try {
    return JSON.stringify(find(env));
  } catch (error) {
    const { message, next } = error as Failure;
    return `${message} ${next}`;
  }
}

it('takes address and token from the home of the server on this machine', () => {
  const found = { url: 'http://10.0.0.7:3000', token: 'of-the-home', tokenFrom: join(home, 'token'), isNamed: false };
  expect(find({})).toEqual(found);
});

it('prefers what the environment names', () => {
  const named = { CLOUDGOV_URL: 'https://cloud.example/gov/', CLOUDGOV_TOKEN: 'mine' };
  expect(find(named)).toEqual({
    url: 'https://cloud.example/gov',
    token: 'mine',
    tokenFrom: 'CLOUDGOV_TOKEN',
    isNamed: true,
  });
  expect(find({ CLOUDGOV_ADMIN_TOKEN: 'of-the-administrator' }).tokenFrom).toBe('CLOUDGOV_ADMIN_TOKEN');
  expect(find({ CLOUDGOV_URL: 'http://127.0.0.1:4000' }).token).toBe('of-the-home');
});

it('asks where the API answers by default when no server runs', () => {
  rmSync(join(home, 'url'));
  expect([find({}).url, find({ PORT: '4000' }).url]).toEqual(['http://localhost:3000', 'http://localhost:4000']);
});

it.each(['CLOUDGOV_ADMIN_TOKEN', 'NONE'])('sends a token of this machine to no other: %s', (name) => {
  const env = { CLOUDGOV_URL: 'http://cloudgov.example', [name]: 'of-the-administrator' };
  expect(fault(env)).toBe('There is no token for http://cloudgov.example. set CLOUDGOV_TOKEN');
});

it('says what is missing, and what to do', () => {
  rmSync(join(home, 'token'));
  expect(fault({})).toMatch(/^There is no token: .*token cannot be read\. run this where the server runs/);
});

it.each(['localhost:3000', 'ftp://localhost', 'nonsense'])('takes no %s for an address', (url) => {
  expect(fault({ CLOUDGOV_URL: url })).toMatch(/^CLOUDGOV_URL is no address: .* set it to something like/);
});
