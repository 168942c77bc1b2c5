import { Option, SubCommand } from 'nest-commander';
import { Api } from './api.js';
import { Command } from './command.js';
import { hasEnded, type CostImport, type QuarantinedRow } from './cost-import.js';
import { Delivery } from './delivery.js';
import { Failure, Misuse } from './failure.js';
import { quarantineLines, summaryOf } from './summary.js';
import { say, tell } from './terminal.js';

const SHOWN_ROWS = 5;

interface Options {
  source?: string;
  force?: boolean;
  wait?: boolean;
  json?: boolean;
}

@SubCommand({
  name: 'focus',
  arguments: '<path...>',
  description: 'import FOCUS bills; all files of one command are one delivery',
  argsDescription: {
    path: 'files or folders of CSV, CSV.gz or Parquet; - is standard input; s3://bucket/prefix or a name in the import folder of the server stands alone',
  },
})
export class ImportFocusCommand extends Command {
  constructor(
    private readonly api: Api,
    private readonly delivery: Delivery,
  ) {
    super();
  }

  @Option({ flags: '--source <name>', description: 'deliveries of one source replace one another, bill by bill' })
  source(name: string) {
    return name;
  }

  @Option({ flags: '--force', description: 'make it active even where too many rows cannot be read' })
  force() {
    return true;
  }

  @Option({ flags: '--wait', description: 'wait for its end, as is done anyway' })
  wait() {
    return true;
  }

  @Option({ flags: '--no-wait', description: 'end as soon as the server has the files' })
  noWait() {
    return false;
  }

  @Option({ flags: '--json', description: 'print the import as the API answers it' })
  json() {
    return true;
  }

  async run(paths: string[], options: Options): Promise<void> {
    if (options.force && options.wait === false) throw new Misuse('--force waits for the end: leave --no-wait away.');
    const leave = () => {
      tell(...this.delivery.leave());
      process.exit(1);
    };
    process.once('SIGINT', leave);
    try {
      await this.report(await this.deliver(paths, options), options);
    } finally {
      this.delivery.end();
      process.off('SIGINT', leave);
    }
  }

  private async deliver(paths: string[], { source, wait, force }: Options): Promise<CostImport> {
    const started = await this.delivery.start(paths, source);
    const found = wait === false ? started : await this.delivery.follow(started);
    return found.state === 'held' && force ? this.api.post(`/cost/imports/${found.id}/force`) : found;
  }

  private async report(it: CostImport, { json }: Options): Promise<void> {
    this.delivery.end();
    if (json) say(JSON.stringify(it, null, 2));
    else say(...summaryOf(it), ...(await this.quarantine(it)));
    if (!hasEnded(it)) tell('To look at it:', `  ${this.delivery.howToLook(it)}`);
    if (hasEnded(it) && it.state !== 'done') throw this.failure(it);
  }

  private async quarantine({ id, rowsQuarantined }: CostImport): Promise<string[]> {
    if (!rowsQuarantined) return [];
    const path = `/cost/imports/${id}/quarantine?limit=${SHOWN_ROWS}`;
    const { items } = await this.api.get<{ items: QuarantinedRow[] }>(path);
    return quarantineLines(items, rowsQuarantined);
  }

  private failure(it: CostImport): Failure {
    const next = {
      held: `import the mended file, or this one with --force. All rows at fault:\n  ${this.delivery.howToLook(it, '/quarantine')}`,
      refused: 'give it a FOCUS file',
      failed: 'import it again; the log of the server says more',
    };
    return new Failure(it.error ?? `The import is ${it.state}.`, next[it.state as keyof typeof next]);
  }
}
