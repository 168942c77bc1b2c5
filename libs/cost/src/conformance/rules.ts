import { columnsOf, FOCUS_COLUMNS, type FocusColumn, type FocusVersion } from '../focus/columns.js';
import { columnsIn } from './expression.js';
import { HEADER_RULES } from './header-rules.js';
import { INDEX } from './layout.js';
import { MODEL } from './model-1.2.js';
import { OTHER_TRACKS, RELATIONS } from './relations.js';
import type { Check, Expr, Form, Level, ModelRow, Rule } from './rule.js';
import { ROW_RULES } from './row-rules.js';
import { UNEVALUATED } from './unevaluated.js';
import { FORMATS, VALUE_RULES } from './value-rules.js';

interface Found {
  check: Check;
  columns: readonly string[];
  isPartial?: boolean;
}

const PRICE_SIGN: Readonly<Record<string, string>> = {
  ListUnitPrice: 'listPriceNegative',
  ContractedUnitPrice: 'contractedPriceNegative',
  PricingCurrencyListUnitPrice: 'pricingListPriceNegative',
};
const PRODUCT: Readonly<Record<string, string>> = {
  ListCost: 'listProductOff',
  ContractedCost: 'contractedProductOff',
};
const ZERO: Readonly<Record<string, string>> = { BilledCost: 'billedZero', EffectiveCost: 'effectiveZero' };

const flag = (name: string | undefined): Expr => {
  if (!name) throw new Error('The model asks for a fact that no flag stands for.');
  return ['flag', name];
};

/** A check of the model as a condition on one row. */
function expression(form: Form): Expr {
  const [name, ...rest] = form as readonly [string, ...string[]];
  const parts = rest as unknown as Form[];
  switch (name) {
    case 'and':
    case 'or':
      return [name, ...parts.map(expression)];
    case 'not':
      return ['not', expression(parts[0]!)];
    case 'atLeast':
      return ['not', flag(PRICE_SIGN[rest[0]!])];
    case 'product':
      return ['not', flag(PRODUCT[rest[2]!])];
    case 'same':
      return rest[0] === 'ProviderName' ? ['not', flag('otherIssuer')] : flag('skuPriceIsSku');
    case 'eq':
      return rest[1] === '0' ? flag(ZERO[rest[0]!]) : (form as Expr);
    default:
      return form as Expr;
  }
}

const typeOf: Readonly<Record<string, 'text' | 'decimal' | 'instant'>> = {
  TypeString: 'text',
  TypeDecimal: 'decimal',
  TypeDateTime: 'instant',
};

const row = (must: Expr, when?: Expr): Found => ({
  check: { kind: 'row', must, when },
  columns: [...new Set([...columnsIn(must), ...(when ? columnsIn(when) : [])])],
});

/** A composite's condition holds for its parts. Two are mistaken in the model; their parts are written by hand. */
const MISTAKEN = new Set(['Tags-C-003-C', 'CommitmentDiscountQuantity-C-010-C']);
const parentOf = new Map(MODEL.flatMap((line) => line[8].map((part) => [part, line] as const)));

function conditionOf(line: ModelRow): Expr | undefined {
  const conditions: Expr[] = [];
  for (let at: ModelRow | undefined = line; at; at = parentOf.get(at[0])) {
    if (at[7] && !MISTAKEN.has(at[0])) conditions.push(expression(at[7]));
  }
  return conditions.length > 1 ? ['and', ...conditions] : conditions[0];
}

/** The check that the model itself gives. */
function ofModel(line: ModelRow): Found | undefined {
  const [id, , , subject, , , requirement] = line;
  if (!requirement) return undefined;
  const [name, column] = requirement as [string, string];
  if (name === 'ColumnPresent') return { check: { kind: 'header' }, columns: [] };
  const type = typeOf[name];
  if (type) return { check: { kind: 'type', type }, columns: [column] };
  const faults = FORMATS[name];
  if (faults) return { check: { kind: 'value', targets: [column], faults }, columns: [column] };
  if (name === 'distinct') return undefined;
  if (!INDEX.has(subject)) throw new Error(`${id} has a check but no column.`);
  return row(expression(requirement), conditionOf(line));
}

/** The check written by hand, which wins over the model's. */
function byHand(id: string): Found | undefined {
  const reason = UNEVALUATED[id];
  if (reason) return { check: { kind: 'none', reason }, columns: [] };
  if (HEADER_RULES[id]) return { check: { kind: 'header' }, columns: [] };
  const onRow = ROW_RULES[id];
  if (onRow) return { ...row(onRow.must, onRow.when), isPartial: onRow.isPartial };
  const onValue = VALUE_RULES[id];
  if (onValue) {
    const { targets, faults, isPartial } = onValue;
    return { check: { kind: 'value', targets, faults }, columns: targets.length === 1 ? targets : [], isPartial };
  }
  return tracked(id);
}

function tracked(id: string): Found | undefined {
  const relation = RELATIONS.find(({ rule }) => rule === id);
  if (relation) {
    const { key, value, context, isPartial } = relation;
    return { check: { kind: 'track' }, columns: [key, value, ...(context ? [context] : [])], isPartial };
  }
  const other = OTHER_TRACKS[id];
  return other && { check: { kind: 'track' }, ...other };
}

function ruleOf(line: ModelRow): Rule {
  const [id, level, , subject, text, criteria, , , parts] = line;
  const found = parts.length
    ? { check: { kind: 'parts', parts } as Check, columns: [] }
    : (byHand(id) ?? ofModel(line) ?? { check: { kind: 'none', reason: 'No check is known.' } as Check, columns: [] });
  return { id, level: level as Level, subject, text, criteria, isPartial: found.isPartial ?? false, ...found };
}

/** What the column table of FOCUS says of a column that is newer than the model: presence, null, allowed values. */
function rulesOfColumn({ name, level, nullable, type, allowed }: FocusColumn): Rule[] {
  const rule = (suffix: string, text: string, check: Check, of: Level = 'MUST'): Rule => ({
    id: `${name}-T-${suffix}`,
    level: of,
    subject: name,
    text: `${name} ${text}`,
    criteria: [],
    columns: check.kind === 'header' ? [] : [name],
    check,
    isPartial: false,
  });
  const values = { text: ['String', 'FormatString'], decimal: ['Decimal', 'FormatNumeric'] } as const;
  const [kind, format] =
    type === 'json'
      ? ['KeyValue', 'FormatKeyValue']
      : type === 'instant'
        ? ['Date/Time', 'FormatDateTime']
        : values[type];
  const value: Check = { kind: 'value', targets: [name], faults: FORMATS[format]! };
  return [
    level === 'mandatory' ? rule('001-M', 'MUST be present.', { kind: 'header' }) : [],
    level === 'recommended' ? rule('001-O', 'is RECOMMENDED to be present.', { kind: 'header' }, 'SHOULD') : [],
    type === 'json' ? [] : rule('002-M', `MUST be of type ${kind}.`, { kind: 'type', type }),
    // The newer key-value columns hold nested objects, so the format of Tags does not hold for them.
    type === 'json' ? [] : rule('003-M', `MUST be in the format of a ${kind}.`, value),
    nullable ? [] : rule('004-M', 'MUST NOT be null.', { kind: 'row', must: ['not', ['null', name]] }),
    allowed ? rule('005-M', 'MUST be one of the allowed values.', { kind: 'row', must: ['allowed', name] }) : [],
  ].flat();
}

const ALL: readonly Rule[] = MODEL.map(ruleOf);

/** A composite with no part left to decide it is not decidable either. */
function settled(rules: readonly Rule[]): Rule[] {
  const byId = new Map(rules.map((rule) => [rule.id, rule]));
  const isOpen = (rule: Rule | undefined): boolean =>
    rule !== undefined &&
    (rule.check.kind === 'parts' ? rule.check.parts.some((id) => isOpen(byId.get(id))) : rule.check.kind !== 'none');
  return rules.map((rule) =>
    rule.check.kind === 'parts' && !isOpen(rule)
      ? { ...rule, check: { kind: 'none', reason: 'None of its parts can be decided on a file.' } }
      : rule,
  );
}

/**
 * The rules of a version. 1.2 has the 621 of the requirements model. Older versions have those of them whose columns they
 * know; newer ones those whose columns still stand, and for the columns since added what the column table says.
 */
export function rulesOf(version: FocusVersion): readonly Rule[] {
  const known = RULES.get(version) ?? drawnUp(version);
  RULES.set(version, known);
  return known;
}

const RULES = new Map<FocusVersion, readonly Rule[]>();

function drawnUp(version: FocusVersion): Rule[] {
  const known = new Set(columnsOf(version).map(({ name }) => name));
  const isColumn = (name: string) => FOCUS_COLUMNS.some((column) => column.name === name);
  const kept = ALL.filter(
    ({ subject, columns }) => (!isColumn(subject) || known.has(subject)) && columns.every((name) => known.has(name)),
  );
  const added = columnsOf(version).filter(({ since }) => since > '1.2');
  return settled([...kept, ...added.flatMap(rulesOfColumn)]);
}
