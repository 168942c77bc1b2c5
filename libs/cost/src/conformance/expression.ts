import { ENUM_WORD, enumOf, FLAG_WORD, flagAt, FLAGS, indexOf } from './layout.js';
import { SUBCATEGORY_PARENT } from './model-1.2.js';
import type { Expr } from './rule.js';

/** A condition on a row's signature (the words of `layout.ts`). */
export type Predicate = (words: Int32Array) => boolean;

const isNull = (column: string): Predicate => {
  const index = indexOf(column);
  const word = index >> 5;
  const bit = 1 << (index & 31);
  return (words) => (words[word]! & bit) !== 0;
};

const code = (column: string) => {
  const { shift, mask, values } = enumOf(column);
  return { values, read: (words: Int32Array) => (words[ENUM_WORD]! >>> shift) & mask };
};

const equals = (column: string, value: string): Predicate => {
  const { values, read } = code(column);
  const wanted = values.indexOf(value) + 1;
  if (!wanted) throw new Error(`${value} is no value of ${column}.`);
  return (words) => read(words) === wanted;
};

const isAllowed = (column: string): Predicate => {
  const { values, read } = code(column);
  return (words) => read(words) <= values.length;
};

const isUnderParent = (child: string, parent: string): Predicate => {
  const children = code(child);
  const parents = code(parent);
  const wanted = children.values.map((value) => parents.values.indexOf(SUBCATEGORY_PARENT[value] ?? '') + 1);
  return (words) => {
    const expected = wanted[children.read(words) - 1];
    return expected === undefined || parents.read(words) === expected;
  };
};

const isFlagged = (name: string): Predicate => {
  const { word, bit } = flagAt(name);
  return (words) => (words[FLAG_WORD + word]! & bit) !== 0;
};

/** Turns a condition into a function of the signature; an unknown column, value or fact is an error at start. */
export function compile(expr: Expr): Predicate {
  switch (expr[0]) {
    case 'null':
      return isNull(expr[1]);
    case 'eq':
      return equals(expr[1], expr[2]);
    case 'allowed':
      return isAllowed(expr[1]);
    case 'parent':
      return isUnderParent(expr[1], expr[2]);
    case 'flag':
      return isFlagged(expr[1]);
    case 'not': {
      const inner = compile(expr[1]);
      return (words) => !inner(words);
    }
    default: {
      const parts = (expr.slice(1) as Expr[]).map(compile);
      return expr[0] === 'and'
        ? (words) => parts.every((part) => part(words))
        : (words) => parts.some((part) => part(words));
    }
  }
}

/** The columns that a condition looks at. */
export function columnsIn(expr: Expr): string[] {
  switch (expr[0]) {
    case 'null':
    case 'eq':
    case 'allowed':
      return [expr[1]];
    case 'parent':
      return [expr[1], expr[2]];
    case 'flag':
      return [...(FLAGS[expr[1]] ?? [])];
    default:
      return (expr.slice(1) as Expr[]).flatMap(columnsIn);
  }
}
