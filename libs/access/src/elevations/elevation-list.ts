import { Injectable } from '@nestjs/common';
import { actingBy, idOf, may, notFound, unionOf, type Caller, type Page, type PageRequest } from '#common';
import { allOf, Database, pageSql, SqlParams } from '#data';
import { AccountNames } from '../bindings/account-names.js';
import { withinSql } from '../bindings/within-sql.js';
import { Elevation } from './elevation.entity.js';
import type { ElevationSearch } from './elevation.query.js';

const FIELDS = `e.id, e.principal_type as "principalType", e.principal_id as "principalId", e.requested_by as "requestedBy",
  e.role, e.scope, e.minutes, e.reason, e.state, e.requested_at as "requestedAt", e.decided_by as "decidedBy",
  e.decided_at as "decidedAt", e.note, e.expires_at as "expiresAt", e.ended_by as "endedBy", e.ended_at as "endedAt",
  e.version`;

const SORTABLE = {
  requestedAt: { sql: 'e.requested_at', type: 'timestamptz', filled: true },
  expiresAt: { sql: 'e.expires_at', type: 'timestamptz' },
};

type Whose = 'own' | 'own too' | 'approvable';

/** Which elevations somebody sees: their own, and those that they might approve. */
@Injectable()
export class ElevationList {
  constructor(
    private readonly db: Database,
    private readonly accounts: AccountNames,
  ) {}

  async page(caller: Caller, { state }: ElevationSearch, request: PageRequest): Promise<Page<Elevation>> {
    const params = new SqlParams();
    const where = allOf(
      await this.visible(caller, params, 'own too'),
      state && `e.state = ${params.add(state, 'text')}`,
    );
    const listing = { as: Elevation, select: FIELDS, from: 'elevation e', where, params, sortable: SORTABLE };
    return pageSql(this.db, { ...listing, defaultSort: '-requestedAt', id: { sql: 'e.id', type: 'uuid' } }, request);
  }

  get(caller: Caller, id: string): Promise<Elevation> {
    return this.find(caller, id, { whose: 'own too' });
  }

  /** For a step of it, so that two who take one at once take it after one another. */
  locked(caller: Caller, id: string, whose: Whose): Promise<Elevation> {
    return this.find(caller, id, { whose, lock: 'for update of e' });
  }

  private async find(caller: Caller, id: string, { whose, lock = '' }: { whose: Whose; lock?: string }) {
    const params = new SqlParams();
    const where = allOf(await this.visible(caller, params, whose), `e.id = ${params.add(id, 'uuid')}`);
    const sql = `select ${FIELDS} from elevation e where ${where} ${lock}`;
    const [found] = await this.db.query<Elevation>(sql, params.values);
    if (!found) throw notFound('elevation', id);
    return Object.assign(new Elevation(), found);
  }

  private async visible(caller: Caller, params: SqlParams, whose: Whose) {
    const own = () => `e.principal_type || ':' || e.principal_id = ${params.add(idOf(caller), 'text')}`;
    if (whose === 'own') return own();
    const scope = may(caller, 'elevations:approve') ? actingBy(caller, 'elevations:approve').scope : unionOf([]);
    const approvable = withinSql('e.scope', await this.accounts.withIds(scope), params);
    return whose === 'own too' ? `(${own()} or ${approvable})` : approvable;
  }
}
