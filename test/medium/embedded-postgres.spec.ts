import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { end, eventually, Installation } from '../support/program.js';

/** A zombie has no command line; where process 1 reaps nothing, a killed orphan remains one. */
const isRunning = (id: number) => existsSync(`/proc/${id}`) && readFileSync(`/proc/${id}/cmdline`, 'utf8') !== '';

const SCRIPT = 'test/support/only-postgres.mjs';
let place: Installation;

describe('on a home in use', () => {
  beforeAll(() => void (place = new Installation(SCRIPT)));
  afterEach(() => place.end());
  afterAll(() => place.remove());

  it('comes back when it is killed under its owner', async () => {
    await place.launch();
    const server = place.postgres()!;
    process.kill(server, 'SIGKILL');
    const next = await eventually(
      () => place.postgres(),
      (id) => id !== undefined && id !== server,
    );
    expect(isRunning(next!)).toBe(true);
  });

  it('starts over the lock of a killed server whose process id another program has now', async () => {
    const { child } = await place.launch();
    const server = place.postgres()!;
    await end(child, 'SIGKILL');
    process.kill(server, 'SIGKILL');
    await eventually(
      () => isRunning(server),
      (lives) => !lives,
    );
    const user = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {};
    const stranger = spawn('/bin/sleep', ['60'], { ...user, cwd: '/' });
    try {
      const lock = join(place.home, 'postgres/data/postmaster.pid');
      writeFileSync(lock, readFileSync(lock, 'utf8').replace(String(server), String(stranger.pid)));
      expect((await place.launch()).said()).toContain('answers on');
      expect(place.postgres()).not.toBe(stranger.pid);
    } finally {
      await end(stranger, 'SIGTERM');
    }
  });

  it('starts at once after both were killed', async () => {
    const { child } = await place.launch();
    process.kill(place.postgres()!, 'SIGKILL');
    await end(child, 'SIGKILL');
    expect((await place.launch()).said()).toContain('answers on');
  });

  it('starts an orphan anew that has other settings', async () => {
    const { child } = await place.launch();
    const server = place.postgres();
    await end(child, 'SIGKILL');
    const { said } = await place.launch({ SETTINGS: '{"work_mem":"4MB"}' });
    expect(said()).toContain('answers on');
    expect(place.postgres()).not.toBe(server);
  });
});

describe('on an empty home', () => {
  beforeEach(() => void (place = new Installation(SCRIPT)));
  afterEach(() => place.remove());

  it('serves one of two that start at once on an empty home; the other says so', async () => {
    const both = await Promise.all([place.launch(), place.launch()]);
    const served = both.filter(({ said }) => said().includes('answers on'));
    const refused = both.filter(({ said }) => !said().includes('answers on'));
    expect([served.length, refused.length]).toEqual([1, 1]);
    expect(refused[0]!.said()).toContain(
      `Another process (cloudgov ${served[0]!.child.pid}) already uses ${place.home}`,
    );
    expect(await end(refused[0]!.child, 'SIGTERM')).toBe(1);
  });

  it('leaves no server and no half of a data directory when a start is cut short', async () => {
    const started = place.launch();
    const folder = join(place.home, 'postgres');
    await eventually(() => existsSync(folder) && readdirSync(folder).length > 0, Boolean);
    process.kill(place.ids()[0]!, 'SIGTERM');
    await started;
    expect([place.postgres(), readdirSync(folder)]).toEqual([undefined, []]);
    expect((await place.launch()).said()).toContain('answers on');
  });

  it('names a home that is no folder', async () => {
    const file = join(place.home, 'file');
    writeFileSync(file, '');
    const { child, said } = await place.launch({ CLOUDGOV_HOME: file });
    expect(await end(child, 'SIGTERM')).toBe(1);
    expect(said()).toContain(`CLOUDGOV_HOME ${file} cannot be used`);
  });
});
