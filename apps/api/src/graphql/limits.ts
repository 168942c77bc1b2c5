import { getComplexity } from 'graphql-query-complexity';
import {
  getVariableValues,
  GraphQLError,
  Kind,
  type DocumentNode,
  type FragmentDefinitionNode,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import type { Settings } from '#platform';
import { costOfField } from './query-cost.js';

export type Limits = Pick<Settings, 'graphqlDepth' | 'graphqlAliases' | 'graphqlCost'>;

export interface Asked {
  schema: GraphQLSchema;
  document: DocumentNode;
  operation: OperationDefinitionNode;
  variables?: Record<string, unknown>;
}

interface Shape {
  depth: number;
  aliases: number;
  selections: number;
}

/** A question with its fragments filled in; a fragment is measured once, however often it is used. */
class Measure {
  private readonly fragments: Map<string, FragmentDefinitionNode>;
  private readonly shapes = new Map<string, Shape>();

  constructor(document: DocumentNode) {
    const fragments = document.definitions.filter((each) => each.kind === Kind.FRAGMENT_DEFINITION);
    this.fragments = new Map(fragments.map((each) => [each.name.value, each]));
  }

  of(set?: SelectionSetNode): Shape {
    const inner = (set?.selections ?? []).map((each) => this.ofOne(each));
    const sum = (of: keyof Shape) =>
      Math.min(
        inner.reduce((all, each) => all + each[of], 0),
        Number.MAX_SAFE_INTEGER,
      );
    return {
      depth: Math.max(0, ...inner.map(({ depth }) => depth)),
      aliases: sum('aliases'),
      selections: sum('selections'),
    };
  }

  private ofOne(node: SelectionNode): Shape {
    if (node.kind === Kind.FRAGMENT_SPREAD) return this.ofFragment(node.name.value);
    const { depth, aliases, selections } = this.of(node.selectionSet);
    if (node.kind === Kind.INLINE_FRAGMENT) return { depth, aliases, selections: selections + 1 };
    // Questions about the contract have a bound of GraphQL's own.
    const isContract = node.name.value.startsWith('__');
    return { depth: isContract ? 1 : depth + 1, aliases: aliases + (node.alias ? 1 : 0), selections: selections + 1 };
  }

  private ofFragment(name: string): Shape {
    const known = this.shapes.get(name) ?? this.of(this.fragments.get(name)?.selectionSet);
    this.shapes.set(name, known);
    return known;
  }
}

/** Selections with fragments filled in; a short text can stand for billions of them. */
export const MOST_SELECTIONS = 10_000;

/** Words and signs of the text, beyond which it is not read at all. */
export const MOST_TOKENS = 5_000;

/** Whether the variables are such as the question declares; where they are not, it is told so and nothing is answered. */
const fits = ({ schema, operation, variables }: Asked) =>
  !getVariableValues(schema, operation.variableDefinitions ?? [], variables ?? {}).errors;

/**
 * Or why it cannot be told: an argument that no field takes, such as a null where none may be. Only that field would
 * fail, and all beside it would be answered uncounted.
 */
function costOf({ schema, document, operation, variables }: Asked): number | GraphQLError {
  const definitions = document.definitions.filter(
    (each) => each === operation || each.kind === Kind.FRAGMENT_DEFINITION,
  );
  const query = { ...document, definitions };
  try {
    return getComplexity({ schema, query, variables, estimators: [costOfField], maxQueryNodes: 2 * MOST_SELECTIONS });
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
    return new GraphQLError(error.message, { extensions: { code: 'INVALID', http: { status: 400 } } });
  }
}

const UNITS = {
  tokens: 'words and signs',
  selections: 'selections, fragments filled in',
  depth: 'levels',
  aliases: 'aliases',
  cost: 'objects in its answer at most',
};

/** A refusal of a question that is more than may be asked at once; `asked` is left out where nobody has counted so far. */
export function tooMuch(limited: keyof typeof UNITS, limit: number, asked?: number): GraphQLError {
  const has = asked === undefined ? 'more' : asked;
  const message = `A question may have ${limit} ${UNITS[limited]}; this one has ${has}. Ask for less at once.`;
  return new GraphQLError(message, { extensions: { code: 'TOO_LARGE', limited, limit, asked, http: { status: 400 } } });
}

/** Why a valid question is more than may be asked at once, or cannot be measured; undefined where it is neither. */
export function tooLarge(asked: Asked, limits: Limits): GraphQLError | undefined {
  const { depth, aliases, selections } = new Measure(asked.document).of(asked.operation.selectionSet);
  if (selections > MOST_SELECTIONS) return tooMuch('selections', MOST_SELECTIONS, selections);
  if (depth > limits.graphqlDepth) return tooMuch('depth', limits.graphqlDepth, depth);
  if (aliases > limits.graphqlAliases) return tooMuch('aliases', limits.graphqlAliases, aliases);
  if (!fits(asked)) return undefined;
  const cost = costOf(asked);
  if (cost instanceof GraphQLError) return cost;
  return cost > limits.graphqlCost ? tooMuch('cost', limits.graphqlCost, cost) : undefined;
}
