import { Injectable } from '@nestjs/common';
import { as, Decimal, type Caller, type Page, type PageRequest } from '#common';
import { Database, SqlParams } from '#data';
import { InventoryAnswers } from '../inventory-answers.js';
import { percentOf } from '../resources/percent.js';
import { resourcesWhere, type ResourceSearch } from '../resources/resource-list.js';
import type { Resource } from '../resources/resource.entity.js';
import { ResourcesService } from '../resources/resources.service.js';
import type { TagRule } from './tag-rule.entity.js';
import { TagCompliance, TagRuleCost, TagRuleCoverage } from './tag-rule-coverage.view.js';
import { breaksSql, ruleSql } from './tag-rule-sql.js';
import { TagRulesService } from './tag-rules.service.js';

const PARTS = ['kept', 'missing', 'invalid'] as const;
type Part = (typeof PARTS)[number];

/** One currency's row: for the rule at `n`, `n_kept`, `n_kept_cost` and so on. */
type Row = Record<string, string | null> & { currency: string | null };

const columns = (rule: TagRule, index: number, params: SqlParams): string => {
  const { applies, missing, invalid } = ruleSql(rule, params);
  const conditions: Record<Part, string> = { missing, invalid, kept: `not (${missing}) and not (${invalid})` };
  return PARTS.map((part) => {
    const where = `filter (where (${applies}) and ${conditions[part]})`;
    return `count(*) ${where} as "${index}_${part}", sum(r.monthly_cost) ${where} as "${index}_${part}_cost"`;
  }).join(', ');
};

const countOf = (rows: readonly Row[], index: number, part: Part) =>
  rows.reduce((sum, row) => sum + Number(row[`${index}_${part}`]), 0);

function costOf(row: Row, index: number): TagRuleCost {
  const cost = (part: Part) => new Decimal(row[`${index}_${part}_cost`] ?? 0);
  const [kept, missing, invalid] = [cost('kept'), cost('missing'), cost('invalid')];
  const percent = percentOf(kept, kept.plus(missing).plus(invalid));
  return as(TagRuleCost, { currency: row.currency!, kept, missing, invalid, percent });
}

function coverageOf(rule: TagRule, index: number, rows: readonly Row[]): TagRuleCoverage {
  const [kept, missing, invalid] = PARTS.map((part) => countOf(rows, index, part)) as [number, number, number];
  const percent = percentOf(new Decimal(kept), new Decimal(kept + missing + invalid));
  const costs = rows
    .filter((row) => row.currency !== null && PARTS.some((part) => row[`${index}_${part}_cost`] !== null))
    .map((row) => costOf(row, index));
  return as(TagRuleCoverage, { rule, kept, missing, invalid, percent, costs });
}

/** How well the estate, or a part of it, keeps the tag rules. */
@Injectable()
export class TagComplianceService {
  constructor(
    private readonly db: Database,
    private readonly answers: InventoryAnswers,
    private readonly rules: TagRulesService,
    private readonly resources: ResourcesService,
  ) {}

  /** The resources of a search that break one rule. Throws `NOT_FOUND`. */
  async violations(caller: Caller, id: string, search: ResourceSearch, page: PageRequest): Promise<Page<Resource>> {
    const rule = await this.rules.get(caller, id);
    return this.resources.list(caller, { ...search, besides: (params) => breaksSql(rule, params) }, page);
  }

  /** The resources that a search selects are read once, whatever the number of rules. */
  async of(caller: Caller, search: ResourceSearch): Promise<TagCompliance> {
    const rules = await this.rules.all();
    const params = new SqlParams();
    const sums = rules.map((rule, index) => columns(rule, index, params)).join(', ');
    if (!sums) return as(TagCompliance, { rules: [] });
    const where = resourcesWhere(caller, search, params);
    const sql = `select r.currency, ${sums} from resource r where ${where} group by r.currency order by r.currency`;
    const make = async () => {
      const rows = await this.db.query<Row>(sql, params.values);
      return as(TagCompliance, { rules: rules.map((rule, index) => coverageOf(rule, index, rows)) });
    };
    return this.answers.of(
      [sql, params.values, rules.map(({ id, version }) => [id, version])],
      make,
      () => rules.length,
    );
  }
}
