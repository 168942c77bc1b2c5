/**
 * Condenses the FinOps Foundation's machine-readable FOCUS 1.2 requirements model (FOCUS_Validator, MIT) into
 * libs/cost/src/conformance/model-1.2.ts, one line per rule. Run it only when the model itself changes:
 *   node tools/focus-model.mjs path/to/focus-requirements-model-1.2.json.gz
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

const model = JSON.parse(gunzipSync(readFileSync(process.argv[2])));
const level = (keyword) => (keyword === 'MAY' ? 'MAY' : keyword.startsWith('MUST') ? 'MUST' : 'SHOULD');
const items = (check) => (Array.isArray(check) ? check : [check]).map(condense);

// One condition of the model names its column `CheckCondition`.
const columnOf = (check) => check.ColumnName ?? check.CheckCondition;
const isNull = (column, value) => (value === null ? ['null', column] : ['eq', column, String(value)]);
const forms = {
  AND: (check) => ['and', ...items(check.Items)],
  OR: (check) => ['or', ...items(check.Items)],
  CheckValue: (check) => isNull(columnOf(check), check.Value),
  CheckNotValue: (check) => ['not', isNull(columnOf(check), check.Value)],
  CheckModelRule: (check) => ['rule', check.ModelRuleId],
  CheckDistinctCount: (check) => ['distinct', check.ColumnAName, check.ColumnBName],
  CheckSameValue: (check) => ['same', check.ColumnAName, check.ColumnBName],
  CheckNotSameValue: (check) => ['not', ['same', check.ColumnAName, check.ColumnBName]],
  CheckGreaterOrEqualThanValue: (check) => ['atLeast', check.ColumnName, String(check.Value)],
  ColumnByColumnEqualsColumnValue: (check) => ['product', check.ColumnAName, check.ColumnBName, check.ResultColumnName],
};

/** A check as nested arrays; an unnamed form keeps its function's name, such as `['TypeDecimal', 'BilledCost']`. */
function condense(check) {
  if (check.AND) return ['and', ...items(check.AND)];
  return (forms[check.CheckFunction] ?? (() => [check.CheckFunction, check.ColumnName]))(check);
}

/** A choice among the allowed values of one column is the column table's knowledge already. */
const allowed = (form) => {
  if (form?.[0] !== 'or' || form.length < 3) return form;
  const columns = new Set(form.slice(1).map((part) => part[0] === 'eq' && part[1]));
  return columns.size === 1 && !columns.has(false) && form.length > 2 ? ['allowed', form[1][1]] : form;
};

const parents = {};
const lines = Object.entries(model.ModelRules).map(([id, rule]) => {
  const { MustSatisfy, Keyword, Requirement, Condition } = rule.ValidationCriteria;
  const has = (value) => value && Object.keys(value).length > 0;
  let requirement = has(Requirement) ? allowed(condense(Requirement)) : null;
  if (id === 'ServiceSubcategory-C-004-M') {
    for (const [, child, parent] of requirement.slice(1)) parents[child[2]] = parent[2];
    requirement = ['parent', 'ServiceSubcategory', 'ServiceCategory'];
  }
  const parts = rule.Function === 'Composite' ? requirement.slice(1).map((part) => part[1]) : [];
  return [
    id,
    level(Keyword),
    rule.Function,
    rule.Reference,
    MustSatisfy,
    rule.ApplicabilityCriteria,
    parts.length ? null : requirement,
    has(Condition) ? condense(Condition) : null,
    parts,
  ];
});

writeFileSync(
  'libs/cost/src/conformance/model-1.2.ts',
  `/* eslint-disable max-lines */
// Written by tools/focus-model.mjs from the FOCUS 1.2 requirements model of FOCUS_Validator
// (FinOps Foundation, MIT; see NOTICE). Do not edit by hand.
import type { ModelRow } from './rule.js';

/** Every rule: id, level, function, reference, text, criteria, requirement, condition, parts. */
export const MODEL: readonly ModelRow[] = [
${lines.map((line) => `  ${JSON.stringify(line)},`).join('\n')}
];

/** The one ServiceCategory that each ServiceSubcategory belongs to. */
export const SUBCATEGORY_PARENT: Readonly<Record<string, string>> = ${JSON.stringify(parents, null, 2)};
`,
);
