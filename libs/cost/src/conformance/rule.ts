export type Level = 'MUST' | 'SHOULD' | 'MAY';

/**
 * A condition on one row. `null`: the cell is empty; `eq`: an enumerated column holds that value; `allowed`: it holds
 * one of its allowed values or none; `parent`: the subcategory lies under its category; `flag`: a fact of `row-facts.ts`.
 */
export type Expr =
  | readonly ['null', string]
  | readonly ['eq', string, string]
  | readonly ['allowed', string]
  | readonly ['parent', string, string]
  | readonly ['flag', string]
  | readonly ['not', Expr]
  | readonly ['and', ...Expr[]]
  | readonly ['or', ...Expr[]];

/** One line of the model: id, level, function, reference, text, criteria, requirement, condition, parts. */
export type ModelRow = readonly [
  string,
  string,
  string,
  string,
  string,
  readonly string[],
  Form | null,
  Form | null,
  readonly string[],
];

/** A check as the model writes it: an `Expr`, or a named check of one to three columns. */
export type Form = readonly [string, ...unknown[]];

/** How a rule is decided. */
export type Check =
  /** Once, from the header and what is known of the provider. */
  | { kind: 'header' }
  /** By the type that the file itself declares for the column (Parquet). */
  | { kind: 'type'; type: 'text' | 'decimal' | 'instant' }
  /** For each row in which `when` holds, `must` has to hold. */
  | { kind: 'row'; when?: Expr; must: Expr }
  /** A value of one of these columns must have none of these faults. */
  | { kind: 'value'; targets: readonly string[]; faults: number }
  /** Relations between rows, see `trackers.ts`. */
  | { kind: 'track' }
  /** By its parts. */
  | { kind: 'parts'; parts: readonly string[] }
  /** Not decidable on a file. */
  | { kind: 'none'; reason: string };

export interface Rule {
  id: string;
  level: Level;
  /** The column or attribute that the rule speaks of. */
  subject: string;
  text: string;
  criteria: readonly string[];
  /** The columns that the rule looks at: it is skipped where the version or the file lacks one. */
  columns: readonly string[];
  check: Check;
  /** Only a necessary condition is looked at: a failing row breaks the rule, a passing one may still break it. */
  isPartial: boolean;
}
