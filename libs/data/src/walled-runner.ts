import pg, { type ClientBase, type QueryResult } from 'pg';
import { from as copyStatement } from 'pg-copy-streams';
import type { Writable } from 'node:stream';
import type { DataSource } from 'typeorm';
import type { PostgresDriver } from 'typeorm/driver/postgres/PostgresDriver.js';
import { PostgresQueryRunner } from 'typeorm/driver/postgres/PostgresQueryRunner.js';
import { viewer, viewerNow, type Viewer } from './viewer.js';

const BEGINS = /^\s*(start\s+transaction|begin)\b/i;
const ENDS = /^\s*(commit|rollback|savepoint|release)\b/i;

/** The messages that a query of `pg` sends, which its types leave out. */
interface Line {
  parse(message: { text: string }): void;
  bind(message: object): void;
  execute(message: object): void;
}

type Prepared = InstanceType<typeof pg.Query> & {
  prepare(line: Line): void;
  handleDataRow(message: unknown): void;
  handleCommandComplete(message: unknown, line: Line): void;
};

const PreparedQuery = pg.Query as unknown as new (
  config: { text: string; values: unknown[] },
  values: undefined,
  done: (error: Error | null, result: QueryResult) => void,
) => Prepared;

/**
 * Two queries on one way to the server and back: the first says for whom the second is. What comes before one Sync is one
 * transaction, so that both happen together, also behind a pooler that lends its connections for a transaction each.
 */
class ViewedQuery extends PreparedQuery {
  private isViewed = false;

  constructor(
    private readonly call: string,
    config: { text: string; values: unknown[] },
    done: (error: Error | null, result: QueryResult) => void,
  ) {
    super(config, undefined, done);
  }

  override prepare(line: Line) {
    line.parse({ text: this.call });
    line.bind({});
    line.execute({});
    super.prepare(line);
  }

  override handleDataRow(message: unknown) {
    if (this.isViewed) super.handleDataRow(message);
  }

  override handleCommandComplete(message: unknown, line: Line) {
    if (this.isViewed) super.handleCommandComplete(message, line);
    this.isViewed = true;
  }
}

/** A connection on which every statement is somebody's; nothing outlives the transaction that it stands in. */
export class WalledClient {
  /** For whom the open transaction works just now. */
  private told?: Viewer;

  constructor(private readonly client: ClientBase) {}

  query(text: string, values?: unknown[]): Promise<QueryResult> {
    const status = this.client.getTransactionStatus();
    if (status === 'E' || ENDS.test(text)) return this.client.query(text, values);
    const isOpen = status === 'T';
    const now = (isOpen && (viewerNow() ?? this.told)) || viewer();
    if (isOpen && now === this.told) return this.client.query(text, values);
    this.told = now;
    return values?.length ? this.prepared(now, text, values) : this.simple(now, text);
  }

  copyFrom(text: string): Writable {
    return this.client.query(copyStatement([...viewer().statements, text].join('; ')));
  }

  private prepared({ call }: Viewer, text: string, values: unknown[]): Promise<QueryResult> {
    return new Promise((done, fail) => {
      const query = new ViewedQuery(call, { text, values }, (error, result) => (error ? fail(error) : done(result)));
      this.client.query(query as never);
    });
  }

  private async simple({ statements }: Viewer, text: string): Promise<QueryResult> {
    if (BEGINS.test(text)) return this.client.query([text, ...statements].join('; '));
    const all = (await this.client.query([...statements, text].join('; '))) as unknown as QueryResult[];
    const own = all.slice(statements.length);
    return own.length === 1 ? own[0]! : (own as unknown as QueryResult);
  }
}

class WalledRunner extends PostgresQueryRunner {
  private walled?: WalledClient;

  override async connect(): Promise<WalledClient> {
    const client = (await super.connect()) as ClientBase;
    return (this.walled ??= new WalledClient(client));
  }
}

/** From now on whatever goes through the data source, repositories and managers included, is somebody's. */
export function wall(source: DataSource): DataSource {
  const driver = source.driver as PostgresDriver;
  driver.createQueryRunner = (mode) => new WalledRunner(driver, mode);
  return source;
}
