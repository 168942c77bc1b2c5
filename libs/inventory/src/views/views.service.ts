import { Injectable } from '@nestjs/common';
import { Clock, DomainError, given, idOf, newId, notFound, type Caller, type Page, type PageRequest } from '#common';
import { allOf, Database, pageSql, SqlParams } from '#data';
import { Auditor, checkVersion } from '#platform';
import { SavedView, type SavedViewChanges, type SavedViewInput } from './saved-view.entity.js';

const FIELDS = `v.id, v.name, v.page, v.query, v.is_shared as "isShared", v.created_by as "createdBy",
  v.created_at as "createdAt", v.updated_at as "updatedAt", v.version`;

const SORTABLE = {
  name: { sql: 'v.name', type: 'text', filled: true },
  createdAt: { sql: 'v.created_at', type: 'timestamptz', filled: true },
};

/** A view is its maker's; shared, others read it, each with what they themselves may see. */
const visible = (caller: Caller, params: SqlParams) =>
  `(v.is_shared or v.created_by_id = ${params.add(idOf(caller), 'text')})`;

@Injectable()
export class ViewsService {
  constructor(
    private readonly db: Database,
    private readonly auditor: Auditor,
    private readonly clock: Clock,
  ) {}

  list(caller: Caller, search: { page?: string }, request: PageRequest): Promise<Page<SavedView>> {
    const params = new SqlParams();
    const where = allOf(visible(caller, params), search.page && `v.page = ${params.add(search.page, 'text')}`);
    const id = { sql: 'v.id', type: 'uuid' };
    const from = { as: SavedView, select: FIELDS, from: 'saved_view v', where, params, id };
    return pageSql(this.db, { ...from, sortable: SORTABLE, defaultSort: 'name' }, request);
  }

  async get(caller: Caller, id: string): Promise<SavedView> {
    const params = new SqlParams();
    const where = allOf(visible(caller, params), `v.id = ${params.add(id, 'uuid')}`);
    const [view] = await this.db.query<SavedView>(`select ${FIELDS} from saved_view v where ${where}`, params.values);
    if (!view) throw notFound('view', id);
    return Object.assign(new SavedView(), view);
  }

  create(caller: Caller, input: SavedViewInput): Promise<SavedView> {
    return this.db.transaction(async () => {
      const now = this.clock.now();
      const maker = { createdBy: caller.actor, createdById: idOf(caller) };
      const made = { id: newId(now), ...maker, createdAt: now, updatedAt: now, version: 1 };
      const view = Object.assign(new SavedView(), { isShared: false }, given(input), made);
      await this.db.repository(SavedView).insert(view);
      await this.record(caller, 'view.create', { after: view });
      return view;
    });
  }

  update(caller: Caller, id: string, changes: SavedViewChanges, seen?: number): Promise<SavedView> {
    return this.db.transaction(async () => {
      const before = await this.own(caller, id, seen);
      const now = { updatedAt: this.clock.now(), version: before.version + 1 };
      const after = Object.assign(new SavedView(), before, given(changes), now);
      await this.db.repository(SavedView).save(after);
      await this.record(caller, 'view.update', { before, after });
      return after;
    });
  }

  remove(caller: Caller, id: string, seen?: number): Promise<void> {
    return this.db.transaction(async () => {
      const before = await this.own(caller, id, seen);
      await this.db.repository(SavedView).delete({ id });
      await this.record(caller, 'view.delete', { before });
    });
  }

  private async own(caller: Caller, id: string, seen?: number): Promise<SavedView> {
    await this.get(caller, id);
    const view = await this.db.repository(SavedView).findOne({ where: { id }, lock: { mode: 'pessimistic_write' } });
    if (!view) throw notFound('view', id);
    if (view.createdById !== idOf(caller))
      throw new DomainError('FORBIDDEN', 'Only who made a view changes it; save one of your own.', { id });
    checkVersion(view.version, seen);
    return view;
  }

  private record(caller: Caller, action: string, change: { before?: SavedView; after?: SavedView }) {
    const { id } = (change.after ?? change.before)!;
    return this.auditor.record(caller, { action, subject: { type: 'view', id }, ...change });
  }
}
