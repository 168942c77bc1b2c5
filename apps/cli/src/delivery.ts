import { Injectable } from '@nestjs/common';
import { setTimeout as sleep } from 'node:timers/promises';
import { Api, Refusal, Unreachable } from './api.js';
import { hasEnded, type CostImport } from './cost-import.js';
import { Failure, Misuse } from './failure.js';
import { localFiles, type LocalFile } from './local-files.js';
import { Progress, type Step } from './progress.js';
import { upload } from './upload.js';

/** How long a server may be away, as while it starts again, before we stop asking. */
const PATIENCE_MS = 60_000;

const NOWHERE =
  'name a file, a folder, s3://bucket/prefix, something in the import folder of the server, or - for standard input';

function stepOf({ state, bytesRead, bytesTotal, rowsRead }: CostImport): Step {
  const total = bytesTotal ?? undefined;
  const isRead = total !== undefined && bytesRead >= total;
  const label = state === 'queued' ? 'Waiting' : isRead ? 'Finishing' : 'Importing';
  return { label, done: bytesRead, total, rows: rowsRead };
}

/** One delivery on its way: from this machine to the server, and there until it ends. */
@Injectable()
export class Delivery {
  private readonly progress = new Progress();
  private started?: CostImport;

  constructor(private readonly api: Api) {}

  /** Brings everything that was named to the server as one import. */
  async start(paths: string[], source?: string): Promise<CostImport> {
    const query = source === undefined ? '' : `?source=${encodeURIComponent(source)}`;
    const files = await this.filesAt(paths);
    // A stranger is turned away before gigabytes are sent.
    await this.api.get('/cost/imports?limit=1');
    this.started = files ? await this.send(files, query) : await this.name(paths[0]!, query);
    return this.started;
  }

  /** The import once it has ended. */
  async follow({ id }: CostImport): Promise<CostImport> {
    for (let wait = 50; ; wait = Math.min(wait * 1.4, 500)) {
      const found = await this.look(id);
      this.progress.show(stepOf(found));
      if (hasEnded(found)) return found;
      await sleep(wait);
    }
  }

  /** What becomes of it when its user goes now. */
  leave(): string[] {
    this.end();
    if (!this.started) return ['Stopped: nothing was imported.'];
    return ['The import goes on at the server. To look at it:', `  ${this.howToLook(this.started)}`];
  }

  howToLook({ id }: CostImport, what = ''): string {
    const { url, tokenFrom } = this.api.target;
    const token = tokenFrom.startsWith('CLOUDGOV_') ? `$${tokenFrom}` : `$(cat ${tokenFrom})`;
    return `curl -H "Authorization: Bearer ${token}" ${url}/cost/imports/${id}${what}`;
  }

  end(): void {
    this.progress.end();
  }

  /** Undefined where the server is to fetch them. */
  private async filesAt(paths: string[]): Promise<LocalFile[] | undefined> {
    if (paths.filter((path) => path === '-').length > 1) throw new Misuse('Standard input can be read but once.');
    if (paths.includes('-') && process.stdin.isTTY)
      throw new Misuse(
        '- reads standard input, and that is a terminal.',
        'send it a file: `… import focus - < bill.csv`',
      );
    const remote = paths.find((path) => path.startsWith('s3:'));
    if (remote && paths.length > 1) throw new Misuse(`${remote} is a delivery by itself: name it alone.`);
    if (remote) return undefined;
    const found = await Promise.all(paths.map((path) => localFiles(path)));
    const lost = paths[found.indexOf(undefined)];
    if (lost !== undefined && paths.length > 1) throw new Failure(`There is nothing at ${lost}.`, NOWHERE);
    return lost === undefined ? (found as LocalFile[][]).flat() : undefined;
  }

  private async send(files: readonly LocalFile[], query: string): Promise<CostImport> {
    const sizes = files.map(({ bytes }) => bytes);
    const total = sizes.includes(undefined) ? undefined : (sizes as number[]).reduce((sum, size) => sum + size, 0);
    return upload<CostImport>(this.api.target, `/cost/imports${query}`, files, (done) =>
      this.progress.show({ label: 'Sending', done, total }),
    );
  }

  private async name(uri: string, query: string): Promise<CostImport> {
    try {
      return await this.api.post<CostImport>(`/cost/imports${query}`, { uri });
    } catch (error) {
      const isLost = error instanceof Refusal && error.fields.includes('uri') && !uri.startsWith('s3:');
      throw isLost
        ? new Failure(`There is nothing at ${uri}, here or in the import folder of the server.`, NOWHERE)
        : error;
    }
  }

  private async look(id: string): Promise<CostImport> {
    for (const since = performance.now(); ; await sleep(1_000)) {
      try {
        return await this.api.get<CostImport>(`/cost/imports/${id}`);
      } catch (error) {
        const mayPass = error instanceof Unreachable || (error instanceof Refusal && error.status >= 502);
        if (!mayPass) throw error;
        if (performance.now() - since > PATIENCE_MS)
          throw new Failure(`${error.message} The import goes on when it is back.`, this.howToLook(this.started!));
      }
    }
  }
}
