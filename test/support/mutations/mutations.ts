import type { ConformanceOptions } from '../../../libs/cost/src/conformance/index.js';
import type { Rule } from '../../../libs/cost/src/conformance/rule.js';
import type { Row } from '../focus-parts.js';
import type { FocusFile } from '../focus-file.js';
import { HEADER_EDITS, PREFIXED_TAGS, ROWS_EDITS } from './file-mutations.js';
import { forced } from './row-mutations.js';
import { faultyValues } from './value-mutations.js';

/** A file that is meant to break one rule. */
export interface Mutation {
  header: readonly string[];
  rows: readonly Row[];
  declared?: ConformanceOptions['declared'];
}

const withRow = (file: FocusFile, at: number, row: Row): Mutation => ({
  header: file.header,
  rows: file.rows.with(at, row),
});

function onHeader(rule: Rule, file: FocusFile): Mutation[] {
  const edit = HEADER_EDITS[rule.id];
  const isPermission = rule.level === 'MAY';
  const without = isPermission ? file.header : file.header.filter((name) => name !== rule.subject);
  return [{ header: edit ? edit(file.header) : without, rows: file.rows }];
}

/** One row of every kind that the file has, changed so that the rule applies and does not hold. */
function onRow(rule: Rule, file: FocusFile): Mutation[] {
  const { check } = rule;
  if (check.kind !== 'row') return [];
  const { when, must } = check;
  return file.rows.flatMap((row, at) => {
    const applying = when ? forced(when, true, row) : [row];
    const broken = applying.flatMap((each) => forced(must, rule.level === 'MAY', each));
    return broken.map((each) => withRow(file, at, each));
  });
}

function onValue(rule: Rule, file: FocusFile): Mutation[] {
  const { check } = rule;
  if (check.kind !== 'value') return [];
  return check.targets.flatMap((column) => {
    const present = file.rows.flatMap((row) => row[column] ?? []);
    const values = faultyValues(column, check.faults, present);
    if (!values) return [];
    const rows = values.map((value, at) => ({ ...file.rows[at]!, [column]: value }));
    return [{ header: file.header, rows: [...rows, ...file.rows.slice(rows.length)] }];
  });
}

function onType({ check, subject }: Rule, file: FocusFile): Mutation[] {
  if (check.kind !== 'type') return [];
  if (check.type === 'text') return [{ header: file.header, rows: file.rows, declared: { [subject]: 'decimal' } }];
  return [withRow(file, 0, { ...file.rows[0]!, [subject]: check.type === 'decimal' ? 'much' : 'tomorrow' })];
}

function onRelation(rule: Rule, file: FocusFile): Mutation[] {
  const edit = ROWS_EDITS[rule.id];
  if (edit) return [{ header: file.header, rows: [...file.rows, ...edit(file.rows[0]!)] }];
  return [{ header: file.header, rows: file.rows.map((row) => ({ ...row, Tags: PREFIXED_TAGS })) }];
}

/** Files that are each meant to break the rule (or, of a permission, to make use of it); the first that does counts. */
export function mutationsOf(rule: Rule, file: FocusFile): Mutation[] {
  switch (rule.check.kind) {
    case 'header':
      return onHeader(rule, file);
    case 'row':
      return onRow(rule, file);
    case 'value':
      return onValue(rule, file);
    case 'type':
      return onType(rule, file);
    case 'track':
      return onRelation(rule, file);
    default:
      return [];
  }
}
