import type { PipeTransform, Type } from '@nestjs/common';
import { filterFromQuery, refuseUnknown, validation } from '#platform';

type QueryString = Record<string, string | string[] | undefined>;

const OWN = [
  'from',
  'to',
  'metric',
  'groupBy',
  'top',
  'granularity',
  'compareTo',
  'horizon',
  'level',
  'wait',
  'format',
];

/** `groupBy=service,account` or repeated; a tag's key may hold a comma only where it is repeated. */
const groupsOf = (value: string | string[]) => (Array.isArray(value) ? value : value.split(',')).filter(Boolean);

/** Reads the question and its filter out of one query string, into the same class that GraphQL fills. */
export const spendQuery = <T extends object>(type: Type<T>): PipeTransform<QueryString, Promise<T>> => ({
  transform(query) {
    refuseUnknown(query, ...OWN);
    const own = Object.fromEntries(OWN.filter((word) => query[word] !== undefined).map((word) => [word, query[word]]));
    const groupBy = query.groupBy === undefined ? {} : { groupBy: groupsOf(query.groupBy) };
    const value = { ...own, ...groupBy, filter: filterFromQuery(query) };
    return validation.transform(value, { type: 'query', metatype: type }) as Promise<T>;
  },
});
