import { Injectable } from '@nestjs/common';
import { Clock, DomainError, given, newId, notFound, type Caller, type Page, type PageRequest } from '#common';
import { Database, filterSql, pageSql, SqlParams } from '#data';
import { Auditor, checkVersion } from '#platform';
import { RESOURCE_FILTER } from '../resources/resource-list.js';
import { TagRule } from './tag-rule.entity.js';
import type { TagRuleChanges, TagRuleInput } from './tag-rule.input.js';

/** Coverage reads the resources once for all rules, a few columns for each. */
const MOST_RULES = 50;

const FIELDS = `t.id, t.key, t.is_required as "isRequired", t.allowed_values as "allowedValues", t.applies_to as "appliesTo",
  t.description, t.created_at as "createdAt", t.updated_at as "updatedAt", t.version`;

const SORTABLE = {
  key: { sql: 't.key', type: 'text', filled: true },
  createdAt: { sql: 't.created_at', type: 'timestamptz', filled: true },
};

/** A rule is for the estate as a whole, whoever sees how well a part of it keeps to it. */
export function refusePart({ scope }: Caller): void {
  if (scope.kind !== 'all')
    throw new DomainError('FORBIDDEN', 'Only who sees the whole estate may change what is expected of it.');
}

/** What is expected of tags. */
@Injectable()
export class TagRulesService {
  constructor(
    private readonly db: Database,
    private readonly auditor: Auditor,
    private readonly clock: Clock,
  ) {}

  list(_caller: Caller, page: PageRequest): Promise<Page<TagRule>> {
    const id = { sql: 't.id', type: 'uuid' };
    const from = { as: TagRule, select: FIELDS, from: 'tag_rule t', where: 'true', params: new SqlParams(), id };
    return pageSql(this.db, { ...from, sortable: SORTABLE, defaultSort: 'key' }, page);
  }

  all(): Promise<TagRule[]> {
    return this.db.repository(TagRule).find({ order: { key: 'ASC', id: 'ASC' } });
  }

  async get(_caller: Caller, id: string): Promise<TagRule> {
    const rule = await this.db.repository(TagRule).findOneBy({ id });
    if (!rule) throw notFound('tag rule', id);
    return rule;
  }

  create(caller: Caller, input: TagRuleInput): Promise<TagRule> {
    refusePart(caller);
    return this.db.transaction(async () => {
      await this.db.query('lock table tag_rule in share row exclusive mode');
      if ((await this.db.repository(TagRule).count()) >= MOST_RULES)
        throw new DomainError('CONFLICT', `There are ${MOST_RULES} rules already; delete one first.`);
      const now = this.clock.now();
      const nothing = { isRequired: true, allowedValues: [], appliesTo: null, description: null };
      const made = { id: newId(now), createdAt: now, updatedAt: now, version: 1 };
      const rule = this.checked(Object.assign(new TagRule(), nothing, given(input), made));
      await this.db.repository(TagRule).insert(rule);
      await this.record(caller, 'tag_rule.create', { after: rule });
      return rule;
    });
  }

  update(caller: Caller, id: string, changes: TagRuleChanges, seen?: number): Promise<TagRule> {
    return this.db.transaction(async () => {
      const before = await this.locked(caller, id, seen);
      const now = { updatedAt: this.clock.now(), version: before.version + 1 };
      const after = this.checked(Object.assign(new TagRule(), before, given(changes), now));
      await this.db.repository(TagRule).save(after);
      await this.record(caller, 'tag_rule.update', { before, after });
      return after;
    });
  }

  remove(caller: Caller, id: string, seen?: number): Promise<void> {
    return this.db.transaction(async () => {
      const before = await this.locked(caller, id, seen);
      await this.db.repository(TagRule).delete({ id });
      await this.record(caller, 'tag_rule.delete', { before });
    });
  }

  /** A filter that resources do not know is refused now, not at the first question. */
  private checked(rule: TagRule): TagRule {
    filterSql(rule.appliesTo ?? undefined, RESOURCE_FILTER, new SqlParams());
    return rule;
  }

  private async locked(caller: Caller, id: string, seen?: number): Promise<TagRule> {
    const rule = await this.db.repository(TagRule).findOne({ where: { id }, lock: { mode: 'pessimistic_write' } });
    if (!rule) throw notFound('tag rule', id);
    refusePart(caller);
    checkVersion(rule.version, seen);
    return rule;
  }

  private record(caller: Caller, action: string, change: { before?: TagRule; after?: TagRule }) {
    const { id } = (change.after ?? change.before)!;
    return this.auditor.record(caller, { action, subject: { type: 'tag_rule', id }, ...change });
  }
}
