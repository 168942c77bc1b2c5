import {
  getNamedType,
  getNullableType,
  isLeafType,
  isListType,
  type GraphQLNamedType,
  type GraphQLOutputType,
} from 'graphql';
import type { ComplexityEstimator } from 'graphql-query-complexity';
import { DEFAULT_LIMIT, MAX_LIMIT } from '#common';

/** How many objects a list without pages is taken to have. */
const USUAL_LIST = 10;

/** The contract itself is bounded by its size, and by GraphQL's own rule against questions that go round in it. */
const isContract = (name: string) => name.startsWith('__');
const isPaged = ({ name }: GraphQLNamedType) => name.endsWith('Connection');

const pageSize = ({ first }: Record<string, unknown>) =>
  typeof first === 'number' ? Math.min(Math.max(first, 1), MAX_LIMIT) : DEFAULT_LIMIT;

/** A page's nodes are a list too, but their number is counted at their connection. */
const isList = (type: GraphQLOutputType, parent: string) =>
  isListType(getNullableType(type)) && !parent.endsWith('Connection');

/**
 * The cost of a question is the number of objects that its answer may hold; a field that is much work to answer counts
 * as many as its `complexity` says. Scalars are free, since whoever has an object has them.
 */
export const costOfField: ComplexityEstimator = ({ type: parent, field, args, childComplexity }) => {
  const named = getNamedType(field.type);
  const own = field.extensions.complexity as number | undefined;
  if (isContract(named.name) || named.name === 'PageInfo') return 0;
  if (isLeafType(named)) return own ?? 0;
  if (isPaged(named)) return (own ?? 1) + pageSize(args) * childComplexity;
  return (isList(field.type, parent.name) ? USUAL_LIST : 1) * ((own ?? 1) + childComplexity);
};
