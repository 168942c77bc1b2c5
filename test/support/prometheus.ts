import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';

const hasPrometheus = spawnSync('prometheus', ['--version']).status === 0;

/** Prometheus as Debian packs it; where it is not installed, what needs it says so. */
export const describePrometheus = (name: string, work: () => void) =>
  (hasPrometheus ? describe : describe.skip)(
    hasPrometheus ? name : `${name} (skipped: the Debian package prometheus is not installed)`,
    work,
  );

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** A Prometheus of a test's own, with nothing but what its configuration says. */
export class Prometheus {
  private constructor(
    private readonly child: ChildProcess,
    private readonly folder: string,
    readonly url: string,
  ) {}

  /** `configure` is told where it will listen, so that it can scrape itself. */
  static async start(configure: (target: string) => object): Promise<Prometheus> {
    const folder = mkdtempSync(join(tmpdir(), 'cloudgov-prometheus-'));
    const target = `127.0.0.1:${await freePort()}`;
    const file = join(folder, 'prometheus.yml');
    writeFileSync(file, stringify(configure(target)));
    const options = [`--config.file=${file}`, `--storage.tsdb.path=${join(folder, 'data')}`];
    const child = spawn('prometheus', [...options, `--web.listen-address=${target}`], { stdio: 'ignore' });
    return new Prometheus(child, folder, `http://${target}`);
  }

  /** The sum of a figure of its own over all its labels; undefined while it tells none. */
  async figure(name: string): Promise<number | undefined> {
    const text = await fetch(`${this.url}/metrics`).then(
      (answer) => answer.text(),
      () => '',
    );
    const found = [...text.matchAll(new RegExp(`^${name}(?:\\{.*\\})? (\\S+)$`, 'gm'))].map(([, value]) =>
      Number(value),
    );
    return found.length ? found.reduce((sum, value) => sum + value, 0) : undefined;
  }

  async stop(): Promise<void> {
    const ended = once(this.child, 'exit');
    this.child.kill('SIGTERM');
    await ended;
    rmSync(this.folder, { recursive: true, force: true });
  }
}
