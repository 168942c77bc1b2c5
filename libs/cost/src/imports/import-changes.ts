import { Injectable, Logger } from '@nestjs/common';
import { DomainError, type Caller } from '#common';
import { Database } from '#data';
import { Changes, Signals, type LiveRows } from '#platform';
import type { CostImport } from './cost-import.view.js';
import { ImportsService } from './imports.service.js';

/** Imports as they change. */
@Injectable()
export class ImportChanges {
  private readonly log = new Logger('ImportChanges');

  constructor(
    private readonly db: Database,
    private readonly changes: Changes,
    private readonly signals: Signals,
    private readonly imports: ImportsService,
  ) {}

  /**
   * Those that the caller may see, each whenever it has changed; where `id` is given that one alone, first as it is
   * now. Throws `NOT_FOUND` where the caller may not see it.
   */
  async follow(caller: Caller, id?: string): Promise<LiveRows<CostImport>> {
    if (id !== undefined) await this.imports.get(caller, id);
    const isWanted = (each: string) => id === undefined || id === each;
    const read = async (each: string) => (isWanted(each) ? this.find(caller, each) : undefined);
    const rows = await this.changes.follow('cost_import', read);
    rows.onEnd(
      this.signals.on('ended', (run) => void this.ofRun(run).then((ids) => ids.forEach((each) => rows.push(each)))),
    );
    if (id !== undefined) rows.push(id);
    return rows;
  }

  private async find(caller: Caller, id: string): Promise<CostImport | undefined> {
    try {
      return await this.imports.get(caller, id);
    } catch (error) {
      if (error instanceof DomainError && error.code === 'NOT_FOUND') return undefined;
      throw error;
    }
  }

  /** A run that is cancelled says nothing in its import's row, which is told by its run until it is tidied. */
  private async ofRun(run: string): Promise<string[]> {
    try {
      const rows = await this.db.query<{ id: string }>(
        `select id from cost_import where run_id::text = $1 and state in ('queued', 'running')`,
        [run],
      );
      return rows.map(({ id }) => id);
    } catch (error) {
      this.log.warn(`Whose run has ended cannot be told: ${(error as Error).message}`);
      return [];
    }
  }
}
