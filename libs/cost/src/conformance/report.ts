import type { FocusVersion } from '../focus/columns.js';
import type { Level, Rule } from './rule.js';
import type { Tally } from './tally.js';

export interface BrokenRule {
  id: string;
  level: Level;
  /** The column, or the attribute of the specification, that the rule speaks of. */
  column: string;
  text: string;
  /** Rows that break it; for a composite the most that one of its parts has; all rows where the file as such does. */
  failedRows: number;
  /** Line of the first such row; 0 where the file as such breaks the rule. */
  firstLine: number;
  /** The offending value or values of that row, such as `ListCost=-1`, at most 200 characters. */
  example: string;
  /** The rule is broken for sure; but rows that do not break what was looked at may still break it otherwise. */
  isPartial: boolean;
}

export interface ConformanceReport {
  version: FocusVersion;
  /**
   * 0 to 100, two decimals, rounded down: the mean over all evaluated rules (composites and permissions aside) of the
   * share of rows that keep the rule, a MUST counting three times a SHOULD. 100 only when nothing is broken.
   */
  score: number;
  rowsChecked: number;
  /** Rules of the version. */
  total: number;
  /** Rules that this evaluator can decide on a file, permissions and partly decidable ones included. */
  evaluated: number;
  /** Of those: permissions (MAY), which cannot be broken; their use is counted. */
  permissions: number;
  /** Of those: rules of which only a necessary condition shows in a file. */
  partial: number;
  /** Of those: rules that had nothing to look at, because the file lacks a column they speak of. */
  skipped: number;
  notEvaluated: { id: string; reason: string }[];
  /** The broken rules, MUST first, then by rows. */
  rules: BrokenRule[];
  /** The permissions made use of. */
  used: { id: string; rows: number }[];
  /** Where memory bounds cut a check short. */
  limits: string[];
}

/** A few MAY rules carry a MUST in their text. */
const BINDING_MAY = new Set(['UnitFormat-A-002-O']);
export const isPermission = ({ id, level }: Rule) => level === 'MAY' && !BINDING_MAY.has(id);
const weight = { MUST: 3, SHOULD: 1, MAY: 0 } as const;
const rank = { MUST: 0, SHOULD: 1, MAY: 2 } as const;

export interface Outcome {
  version: FocusVersion;
  rules: readonly Rule[];
  isActive: (rule: Rule) => boolean;
  tally: Tally;
  rows: number;
  limits: string[];
}

type About = Pick<ConformanceReport, 'total' | 'evaluated' | 'permissions' | 'partial' | 'notEvaluated'>;

/** What is the same in every report of a version. */
const known = new WeakMap<readonly Rule[], About & { byId: ReadonlyMap<string, Rule> }>();

function learn(rules: readonly Rule[]) {
  const decided = rules.filter(({ check }) => check.kind !== 'none');
  const about = {
    byId: new Map(rules.map((rule) => [rule.id, rule])),
    total: rules.length,
    evaluated: decided.length,
    permissions: decided.filter(isPermission).length,
    partial: decided.filter(({ isPartial }) => isPartial).length,
    notEvaluated: rules.flatMap(({ id, check }) => (check.kind === 'none' ? [{ id, reason: check.reason }] : [])),
  };
  known.set(rules, about);
  return about;
}

export function reportOf(outcome: Outcome): ConformanceReport {
  const { version, rules, isActive, rows, limits } = outcome;
  const { byId, ...about } = known.get(rules) ?? learn(rules);
  const active = rules.filter(isActive);
  const broken = leaves(outcome);
  return {
    version,
    score: scoreOf(active, [...broken.values()], rows),
    rowsChecked: rows,
    ...about,
    skipped: about.evaluated - active.length,
    rules: sorted([...broken.values(), ...compositesOf(rules, byId, broken)]),
    used: usesOf(outcome),
    limits,
  };
}

const sorted = (rules: BrokenRule[]) =>
  rules.sort((a, b) => rank[a.level] - rank[b.level] || b.failedRows - a.failedRows || (a.id < b.id ? -1 : 1));

function leaves({ rules, tally }: Outcome): Map<string, BrokenRule> {
  const found = rules.flatMap((rule, at): [string, BrokenRule][] => {
    if (isPermission(rule) || !tally.rows[at]) return [];
    const { id, level, subject: column, text, isPartial } = rule;
    const [failedRows, firstLine, example] = [tally.rows[at], tally.firstLine[at]!, tally.example[at] ?? ''];
    return [[id, { id, level, column, text, failedRows, firstLine, example, isPartial }]];
  });
  return new Map(found);
}

const usesOf = ({ rules, tally }: Outcome) =>
  rules.flatMap((rule, at) => (isPermission(rule) && tally.rows[at] ? [{ id: rule.id, rows: tally.rows[at] }] : []));

/** A composite is broken by a broken part of its own level or a stricter one. */
function compositesOf(
  rules: readonly Rule[],
  byId: ReadonlyMap<string, Rule>,
  broken: ReadonlyMap<string, BrokenRule>,
): BrokenRule[] {
  if (!broken.size) return [];
  const worst = new Map<Rule, BrokenRule | undefined>();
  const worstOf = (rule: Rule | undefined): BrokenRule | undefined => {
    if (!rule) return undefined;
    if (rule.check.kind !== 'parts') return broken.get(rule.id);
    if (!worst.has(rule)) worst.set(rule, worstPartOf(rule, rule.check.parts));
    return worst.get(rule);
  };
  const worstPartOf = (rule: Rule, ids: readonly string[]): BrokenRule | undefined => {
    const parts = ids.flatMap((id) => worstOf(byId.get(id)) ?? []);
    const counted = parts.filter((part) => rank[part.level] <= rank[rule.level]);
    const most = counted.sort((a, b) => b.failedRows - a.failedRows)[0];
    const { id, level, subject: column, text } = rule;
    return most && { ...most, id, level, column, text };
  };
  return rules.flatMap((rule) => (rule.check.kind === 'parts' ? (worstOf(rule) ?? []) : []));
}

function scoreOf(active: readonly Rule[], broken: readonly BrokenRule[], rows: number): number {
  const whole = active.filter(({ check }) => check.kind !== 'parts').reduce((sum, { level }) => sum + weight[level], 0);
  const lost = broken.reduce((sum, rule) => sum + weight[rule.level] * shareOf(rule, rows), 0);
  return whole ? Math.floor(10_000 * (1 - lost / whole)) / 100 : 100;
}

const shareOf = ({ failedRows }: BrokenRule, rows: number) => (rows ? Math.min(1, failedRows / rows) : 1);

/**
 * One report of several files of an import: rows add up, the score is the mean by rows. Relations between rows of
 * different files are seen only where one evaluator read them all.
 */
export function mergeReports(reports: readonly ConformanceReport[]): ConformanceReport {
  const [first, ...others] = reports;
  if (!first) throw new Error('There is no report to merge.');
  const rowsChecked = reports.reduce((sum, report) => sum + report.rowsChecked, 0);
  const scored = reports.reduce((sum, report) => sum + report.score * report.rowsChecked, 0);
  return {
    ...first,
    score: rowsChecked ? Math.floor((100 * scored) / rowsChecked) / 100 : first.score,
    rowsChecked,
    skipped: Math.min(...reports.map(({ skipped }) => skipped)),
    rules: sorted(gathered(reports)),
    used: usedIn(reports),
    limits: [...new Set([first, ...others].flatMap(({ limits }) => limits))],
  };
}

function gathered(reports: readonly ConformanceReport[]): BrokenRule[] {
  const rules = new Map<string, BrokenRule>();
  for (const rule of reports.flatMap((report) => report.rules)) {
    const known = rules.get(rule.id);
    rules.set(rule.id, known ? { ...known, failedRows: known.failedRows + rule.failedRows } : rule);
  }
  return [...rules.values()];
}

function usedIn(reports: readonly ConformanceReport[]) {
  const uses = new Map<string, number>();
  for (const { id, rows } of reports.flatMap(({ used }) => used)) uses.set(id, (uses.get(id) ?? 0) + rows);
  return [...uses].map(([id, rows]) => ({ id, rows }));
}
