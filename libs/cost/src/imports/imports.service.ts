import { Injectable } from '@nestjs/common';
import { DomainError, notFound, type Caller, type Page, type PageRequest } from '#common';
import { allOf, Database, pageSql, SqlParams } from '#data';
import { Activation } from './activation.js';
import { CostImport, QuarantinedRow, shaped } from './cost-import.view.js';
import { IMPORT_FIELDS, IMPORT_FROM, IMPORT_SORTS, QUARANTINE_FIELDS, STATE } from './import-sql.js';
import type { ImportSearch } from './import.query.js';

/**
 * The deliveries of bills. They belong to no account, and their sums are those of whole bills, so a caller with a
 * narrower scope sees none of them.
 */
@Injectable()
export class ImportsService {
  constructor(
    private readonly db: Database,
    private readonly activation: Activation,
  ) {}

  async list({ scope }: Caller, { state, source }: ImportSearch, page: PageRequest): Promise<Page<CostImport>> {
    const params = new SqlParams();
    const where = allOf(
      scope.kind !== 'all' && 'false',
      state !== undefined && `${STATE} = ${params.add(state)}`,
      source !== undefined && `i.source = ${params.add(source)}`,
    );
    const id = { sql: 'i.id', type: 'uuid' };
    const found = await pageSql(
      this.db,
      {
        as: CostImport,
        select: IMPORT_FIELDS,
        from: IMPORT_FROM,
        where,
        params,
        sortable: IMPORT_SORTS,
        defaultSort: '-createdAt',
        id,
      },
      page,
    );
    return { ...found, items: found.items.map(shaped) };
  }

  /** Throws `NOT_FOUND`. */
  async get({ scope }: Caller, id: string): Promise<CostImport> {
    const isMine = scope.kind === 'all';
    const [row] = await this.db.query<object>(
      `select ${IMPORT_FIELDS} from ${IMPORT_FROM} where i.id::text = $1 and $2`,
      [id, isMine],
    );
    if (!row) throw notFound('import', id);
    return shaped(Object.assign(new CostImport(), row));
  }

  /** The rows that could not be read, in the order of the files; the first 10,000 of an import are kept. */
  async quarantine(caller: Caller, id: string, page: PageRequest): Promise<Page<QuarantinedRow>> {
    await this.get(caller, id);
    const params = new SqlParams();
    const where = `q.import_id = ${params.add(id, 'uuid')}`;
    const listing = {
      as: QuarantinedRow,
      select: QUARANTINE_FIELDS,
      from: 'quarantined_row q',
      where,
      params,
      sortable: { number: { sql: 'q.number', type: 'int' }, line: { sql: 'q.line', type: 'bigint' } },
      defaultSort: 'number',
      id: { sql: 'q.number', type: 'int' },
    };
    return pageSql(this.db, listing, page);
  }

  /** Makes a held import active as it is; the rows that could not be read stay out. Throws `CONFLICT` for any other. */
  async force(caller: Caller, id: string): Promise<CostImport> {
    await this.db.transaction(async () => {
      const { state } = await this.get(caller, id);
      const [held] = await this.db.query<{ attempt: number; isDemo: boolean }>(
        `select attempt, is_demo as "isDemo" from cost_import where id = $1 and state = 'held' for update`,
        [id],
      );
      if (!held)
        throw new DomainError('CONFLICT', `Only a held import can be forced; this one is ${state}.`, { state });
      await this.activation.activate(caller, { id, ...held });
    });
    return this.get(caller, id);
  }
}
