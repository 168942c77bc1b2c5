import { cellsOf, focusFile } from '../../../../test/support/focus-file.js';
import { type Mutation, mutationsOf } from '../../../../test/support/mutations/mutations.js';
import { FOCUS_VERSIONS, type FocusVersion } from '../focus/columns.js';
import { ConformanceEvaluator } from './index.js';
import { MODEL } from './model-1.2.js';
import { isPermission } from './report.js';
import type { Rule } from './rule.js';
import { rulesOf } from './rules.js';

// Every criterion holds, so that every rule of presence applies.
const supports = new Set(MODEL.flatMap(([, , , , , criteria]) => criteria));
const ROWS = 10;
const rank = { MUST: 0, SHOULD: 1, MAY: 2 };

function brokenIn(version: FocusVersion, { header, rows, declared }: Mutation): Set<string> {
  const evaluator = new ConformanceEvaluator({ version, columns: header, declared, supports });
  rows.forEach((row, at) => evaluator.row(cellsOf(row), at + 2));
  const { rules, used } = evaluator.report();
  return new Set([...rules, ...used].map(({ id }) => id));
}

describe.each(FOCUS_VERSIONS)('the rules of FOCUS %s', (version) => {
  // A few rows are enough to break a rule in, and every rule has a file of its own.
  const file = focusFile(version, { rows: ROWS });
  const rules = rulesOf(version);
  const byId = new Map(rules.map((rule) => [rule.id, rule]));
  const conforming = new Set<string>();
  /** By rule, what else its mutated file broke: composites are looked up in it. */
  const caught = new Map<string, Set<string>>();

  beforeAll(() => {
    for (const id of brokenIn(version, file)) if (!isPermission(byId.get(id)!)) conforming.add(id);
  });

  const catchOf = (rule: Rule) => {
    for (const mutation of mutationsOf(rule, file)) {
      const broken = brokenIn(version, mutation);
      if (broken.has(rule.id)) return broken;
    }
    return undefined;
  };

  it('are all kept by the conforming file', () => {
    expect([...conforming]).toEqual([]);
  });

  it('are each broken by a file mutated for it, or made use of where they are permissions', () => {
    const missed = rules
      .filter(({ check }) => check.kind !== 'none' && check.kind !== 'parts')
      .flatMap((rule) => {
        const broken = catchOf(rule);
        if (broken) caught.set(rule.id, broken);
        return broken ? [] : [rule.id];
      });
    expect(missed).toEqual([]);
  });

  it('are broken as composites when a part of theirs is', () => {
    const leavesOf = (rule: Rule | undefined): Rule[] =>
      !rule ? [] : rule.check.kind === 'parts' ? rule.check.parts.flatMap((id) => leavesOf(byId.get(id))) : [rule];
    const missed = rules.filter((rule) => {
      if (rule.check.kind !== 'parts') return false;
      const leaf = leavesOf(rule).find(({ id, level }) => caught.has(id) && rank[level] <= rank[rule.level]);
      return leaf !== undefined && !caught.get(leaf.id)!.has(rule.id);
    });
    expect(missed.map(({ id }) => id)).toEqual([]);
  });
});
