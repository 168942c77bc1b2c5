import { invalid } from '#common';
import { allOf, type SqlParams } from '#data';
import { focusColumn } from '../focus/columns.js';
import { numberSql, termOf, type Term } from './charge-terms.js';

/** `eq` to `like` compare with a value, `isnull` and `notnull` with none, `eqcolumn` and `necolumn` with another column. */
export const OPERATORS = [
  ...(['eq', 'ne', 'in', 'notin', 'isnull', 'notnull', 'lt', 'lte', 'gt', 'gte'] as const),
  ...(['like', 'notlike', 'eqcolumn', 'necolumn'] as const),
] as const;
export type Operator = (typeof OPERATORS)[number];

export interface ChargeCondition {
  /** A FOCUS column, `tag:KEY`, or a key of a JSON column such as `SkuPriceDetails.CoreCount`. */
  column: string;
  op: Operator;
  values?: string[];
}

const SPOKEN = new RegExp(`^(.+?):(${[...OPERATORS].sort((a, b) => b.length - a.length).join('|')})(?::(.*))?$`, 's');
const LISTS: readonly string[] = ['in', 'notin'];

/** `ChargeCategory:eq:Credit`, `InvoiceId:isnull`, `RegionId:in:eu-west-1,eu-central-1`. */
export function conditionOf(text: string): ChargeCondition {
  const [, column, op, value] = SPOKEN.exec(text) ?? [];
  if (!column || !op) throw invalid('where', `is written COLUMN:OPERATOR:VALUE, with ${OPERATORS.join(', ')}`);
  const values = value === undefined ? [] : LISTS.includes(op) ? value.split(',') : [value];
  return { column, op: op as Operator, values };
}

const COMPARE: Partial<Record<Operator, string>> = {
  ...{ eq: '=', ne: 'is distinct from', lt: '<', lte: '<=', gt: '>', gte: '>=' },
  ...{ like: 'ilike', notlike: 'not ilike', eqcolumn: '=', necolumn: 'is distinct from' },
};
const ORDERED: readonly Operator[] = ['lt', 'lte', 'gt', 'gte'];
const CASTS: Record<Term['type'], string> = { text: 'text', decimal: 'numeric', instant: 'timestamptz', json: 'text' };

/** PostgreSQL takes `yesterday` and `NaN` as well, which nobody means. */
const FORMS: Partial<Record<Term['type'], [form: RegExp, message: string]>> = {
  decimal: [/^[-+]?\d{1,100}(\.\d{1,100})?$/, 'takes a decimal number'],
  instant: [
    /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[-+]\d{2}:\d{2}))?$/,
    'takes a day, YYYY-MM-DD, or an instant, YYYY-MM-DDTHH:MM:SSZ',
  ],
};

function checked(column: string, type: Term['type'], values: readonly string[]) {
  const [form, message] = FORMS[type] ?? [];
  if (form && !values.every((value) => form.test(value))) throw invalid('where', `${column.slice(0, 100)} ${message}`);
}

/** Keys of JSON columns are compared by size as numbers, everything else as what its column is. */
function comparable({ column, op }: ChargeCondition, params: SqlParams): Term {
  if (ORDERED.includes(op) && !focusColumn.has(column))
    return { sql: numberSql('where', column, params), type: 'decimal' };
  const term = termOf('where', column, params);
  if (op.endsWith('like') || term.type === 'json') return { sql: `(${term.sql})::text`, type: 'text' };
  return term;
}

function compared(condition: ChargeCondition, params: SqlParams): string {
  const { op, values = [] } = condition;
  const { sql, type } = comparable(condition, params);
  const cast = CASTS[type];
  if (!op.endsWith('column')) checked(condition.column, type, values);
  if (op === 'in') return `${sql} = any(${params.add(values, `${cast}[]`)})`;
  if (op === 'notin') return `coalesce(${sql} <> all(${params.add(values, `${cast}[]`)}), true)`;
  const [value] = values;
  if (values.length !== 1 || value === undefined) throw invalid('where', `${op} takes one value`);
  if (op.endsWith('column')) {
    const other = termOf('where', value, params);
    if (other.type !== type) throw invalid('where', `${condition.column} and ${value} are of different types`);
    return `${sql} ${COMPARE[op]} ${other.sql}`;
  }
  return `${sql} ${COMPARE[op]} ${params.add(value, cast)}`;
}

function conditionSql(condition: ChargeCondition, params: SqlParams): string {
  const { column, op } = condition;
  if (op === 'isnull') return `${termOf('where', column, params).sql} is null`;
  if (op === 'notnull') return `${termOf('where', column, params).sql} is not null`;
  return `(${compared(condition, params)})`;
}

/** All conditions together; a null is equal to nothing and different from everything. */
export const conditionsSql = (conditions: readonly ChargeCondition[], params: SqlParams) =>
  allOf(...conditions.map((condition) => conditionSql(condition, params)));
