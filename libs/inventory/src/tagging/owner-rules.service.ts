import { Injectable } from '@nestjs/common';
import { as, type Caller } from '#common';
import { Database, everything } from '#data';
import { Auditor } from '#platform';
import { OwnerRule, OwnerRules, type OwnerRulesInput } from './owner-rules.js';
import { refusePart } from './tag-rules.service.js';

/** Whose resources are, by their tags. The owner is a column that a trigger keeps, so that lists sort and filter by it. */
@Injectable()
export class OwnerRulesService {
  constructor(
    private readonly db: Database,
    private readonly auditor: Auditor,
  ) {}

  async get(): Promise<OwnerRules> {
    const rows = await this.db.query<OwnerRule>('select key, value, owner from owner_rule order by position');
    return as(OwnerRules, { rules: rows.map((row) => Object.assign(new OwnerRule(), row)) });
  }

  set(caller: Caller, { rules }: OwnerRulesInput): Promise<OwnerRules> {
    refusePart(caller);
    return this.db.transaction(async () => {
      // Resources that are written meanwhile wait, so that none keeps the owner of the old rules.
      await this.db.query('lock table owner_rule in exclusive mode');
      const before = await this.get();
      await this.db.query('delete from owner_rule');
      await this.db.query(
        `insert into owner_rule (position, key, value, owner)
         select n, g ->> 'key', g ->> 'value', g ->> 'owner' from jsonb_array_elements($1::jsonb) with ordinality t (g, n)`,
        [JSON.stringify(rules)],
      );
      await everything(() =>
        this.db.query(`update resource set owner = owner_of(tags) where owner is distinct from owner_of(tags)`),
      );
      const after = await this.get();
      const subject = { type: 'owner_rules', id: 'owner-rules' };
      await this.auditor.record(caller, { action: 'owner_rules.set', subject, before, after });
      return after;
    });
  }
}
