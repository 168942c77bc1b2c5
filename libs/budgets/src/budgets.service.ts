import { Injectable } from '@nestjs/common';
import { Clock, DomainError, given, invalid, newId, notFound, type Caller, type Page, type PageRequest } from '#common';
import { allOf, Database, everything, pageSql, SqlParams } from '#data';
import { Auditor, checkVersion } from '#platform';
import { In } from 'typeorm';
import { Budget } from './budget.entity.js';
import type { BudgetChanges, BudgetInput } from './budget.input.js';

class Key {
  id: string;
}

const SORTABLE = {
  name: { sql: 'b.name', type: 'text' },
  limit: { sql: 'b."limit"', type: 'numeric' },
  state: { sql: 'b.state', type: 'text' },
  createdAt: { sql: 'b.created_at', type: 'timestamptz' },
};

export interface BudgetSearch {
  state?: string;
  parentId?: string;
}

/** Where a budget comes from, unless a person made it. */
interface Origin {
  declaredIn?: string | null;
  isDemo?: boolean;
}

/** Keys of jsonb come back sorted, so scopes are compared without regard to order. */
const SEES = (param: string) => `b.made_by = ${param}`;

/**
 * Budgets and their changes. A budget made by a caller with a narrower scope counts that scope alone, and is seen by
 * callers of the same scope and of the whole estate; so no total ever tells of what its reader cannot see.
 */
@Injectable()
export class BudgetsService {
  constructor(
    private readonly db: Database,
    private readonly auditor: Auditor,
    private readonly clock: Clock,
  ) {}

  async list(caller: Caller, search: BudgetSearch, request: PageRequest): Promise<Page<Budget>> {
    const params = new SqlParams();
    const where = allOf(
      this.visible(caller, params),
      search.state !== undefined && `b.state = ${params.add(search.state, 'text')}`,
      search.parentId !== undefined && `b.parent_id = ${params.add(search.parentId, 'uuid')}`,
    );
    const listing = {
      as: Key,
      select: 'b.id',
      from: 'budget b',
      where,
      params,
      sortable: SORTABLE,
      defaultSort: 'name',
      id: { sql: 'b.id', type: 'uuid' },
    };
    const page = await pageSql(this.db, listing, request);
    const budgets = await this.db.repository(Budget).findBy({ id: In(page.items.map(({ id }) => id)) });
    const byId = new Map(budgets.map((budget) => [budget.id, budget]));
    return { ...page, items: page.items.flatMap(({ id }) => byId.get(id) ?? []) };
  }

  async get(caller: Caller, id: string): Promise<Budget> {
    const params = new SqlParams();
    const where = allOf(this.visible(caller, params), `b.id = ${params.add(id, 'uuid')}`);
    const [found] = await this.db.query<Key>(`select b.id from budget b where ${where}`, params.values);
    const budget = found && (await this.db.repository(Budget).findOneBy({ id }));
    if (!budget) throw notFound('budget', id);
    return budget;
  }

  /** The parts of each budget, in one query for a page of them. */
  async childrenOf(caller: Caller, ids: string[]): Promise<Map<string, Budget[]>> {
    const children = await this.db.repository(Budget).find({ where: { parentId: In(ids) }, order: { name: 'ASC' } });
    const visible = await this.onlyVisible(caller, children);
    return new Map(ids.map((id) => [id, visible.filter(({ parentId }) => parentId === id)]));
  }

  create(caller: Caller, input: BudgetInput, { declaredIn = null, isDemo = false }: Origin = {}): Promise<Budget> {
    return this.db.transaction(async () => {
      const now = this.clock.now();
      const { metric = 'effective', thresholds, plan, ...fields } = input;
      const nothing = { startsOn: null, endsOn: null, scope: null, parentId: null, state: null, checkedAt: null };
      const lists = { thresholds: thresholds ?? [], plan: plan ?? [] };
      const made = { id: newId(now), metric, ...lists, declaredIn, isDemo, createdAt: now, updatedAt: now, version: 1 };
      // Not by TypeORM's `create`, which would hand back the lists as they are stored.
      const budget: Budget = Object.assign(new Budget(), nothing, given(fields), { ...made, madeBy: caller.scope });
      await this.check(caller, budget);
      await this.db.repository(Budget).insert(budget);
      await this.record(caller, 'budget.create', { after: budget });
      return budget;
    });
  }

  /** Refused where a file declares the budget, and (412) where somebody else has changed it since `seen`. */
  update(caller: Caller, id: string, changes: BudgetChanges, seen?: number): Promise<Budget> {
    return this.db.transaction(async () => {
      const before = await this.locked(caller, id, seen);
      const version = before.version + 1;
      const after = Object.assign(new Budget(), before, given(changes), {
        updatedAt: this.clock.now(),
        version,
        state: null,
      });
      await this.check(caller, after);
      await this.db.repository(Budget).save(after);
      await this.record(caller, 'budget.update', { before, after });
      return after;
    });
  }

  remove(caller: Caller, id: string, seen?: number): Promise<void> {
    return this.db.transaction(async () => {
      const before = await this.locked(caller, id, seen);
      if (await everything(() => this.db.repository(Budget).existsBy({ parentId: id })))
        throw new DomainError('CONFLICT', 'Other budgets are parts of this one; move or delete them first.', { id });
      await this.db.repository(Budget).delete({ id });
      await this.record(caller, 'budget.delete', { before });
    });
  }

  /** Makes a declared budget what its file says now. */
  replace(caller: Caller, before: Budget, item: BudgetInput, declaredIn: string): Promise<Budget> {
    return this.db.transaction(async () => {
      const cleared = { startsOn: null, endsOn: null, scope: null, parentId: null, metric: 'effective' as const };
      const now = { declaredIn, updatedAt: this.clock.now(), version: before.version + 1, state: null };
      const after: Budget = Object.assign(new Budget(), before, {
        ...cleared,
        thresholds: [],
        plan: [],
        ...given(item),
        ...now,
      });
      await this.check(caller, after);
      await this.db.repository(Budget).save(after);
      await this.record(caller, 'budget.update', { before, after });
      return after;
    });
  }

  /** Deletes a budget that no file declares any more. */
  async release(caller: Caller, id: string): Promise<void> {
    await this.db.query('update budget set declared_in = null, parent_id = null where id = $1', [id]);
    await this.db.query('update budget set parent_id = null where parent_id = $1', [id]);
    await this.remove(caller, id);
  }

  /** Takes the demo estate's budgets away. */
  async removeDemo(caller: Caller): Promise<void> {
    const budgets = await this.db.repository(Budget).findBy({ isDemo: true });
    for (const budget of budgets) {
      await this.db.repository(Budget).delete({ id: budget.id });
      await this.record(caller, 'budget.delete', { before: budget });
    }
  }

  /** Budgets of the demo leave with its charges, when the first real bill comes. */
  private visible({ scope }: Caller, params: SqlParams) {
    const own = scope.kind !== 'all' && SEES(params.add(JSON.stringify(scope), 'jsonb'));
    return allOf('(not b.is_demo or exists (select from statement s where s.is_demo and s.is_active))', own);
  }

  private async onlyVisible(caller: Caller, budgets: Budget[]): Promise<Budget[]> {
    if (!budgets.length) return budgets;
    const params = new SqlParams();
    const where = allOf(
      this.visible(caller, params),
      `b.id = any(${params.add(
        budgets.map(({ id }) => id),
        'uuid[]',
      )})`,
    );
    const rows = await this.db.query<Key>(`select b.id from budget b where ${where}`, params.values);
    const ids = new Set(rows.map(({ id }) => id));
    return budgets.filter(({ id }) => ids.has(id));
  }

  private async locked(caller: Caller, id: string, seen?: number): Promise<Budget> {
    await this.get(caller, id);
    const budget = await this.db.repository(Budget).findOne({ where: { id }, lock: { mode: 'pessimistic_write' } });
    if (!budget) throw notFound('budget', id);
    if (budget.declaredIn !== null)
      throw new DomainError('CONFLICT', `${budget.declaredIn} declares this budget; change it there.`, { id });
    checkVersion(budget.version, seen);
    return budget;
  }

  /** What no single field can tell. */
  private async check(caller: Caller, budget: Budget) {
    const { period, startsOn, endsOn, parentId } = budget;
    if (period === 'custom' && (!startsOn || !endsOn)) throw invalid('period', 'custom needs startsOn and endsOn');
    if (startsOn && endsOn && endsOn < startsOn) throw invalid('endsOn', 'must not lie before startsOn');
    if (parentId) await this.checkParent(caller, budget, parentId);
  }

  private async checkParent(caller: Caller, { id, currency }: Budget, parentId: string) {
    const seen = new Set([id]);
    for (let above: string | null = parentId; above;) {
      if (seen.has(above)) throw invalid('parentId', 'would make the budget a part of itself');
      seen.add(above);
      const parent: Budget = await this.get(caller, above);
      if (parent.currency !== currency) throw invalid('parentId', `is a budget in ${parent.currency}, not ${currency}`);
      above = parent.parentId;
    }
  }

  private record(caller: Caller, action: string, change: { before?: Budget; after?: Budget }) {
    const { id } = (change.after ?? change.before)!;
    return this.auditor.record(caller, { action, subject: { type: 'budget', id }, ...change });
  }
}
