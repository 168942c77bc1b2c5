import type { PipeTransform } from '@nestjs/common';
import { filterFromQuery, refuseUnknown, validation } from '#platform';
import { conditionOf } from './charge-conditions.js';
import { ChargesArgs } from './charges.query.js';

type Texts = string | string[] | undefined;

const OWN = ['from', 'to', 'by', 'limit', 'anomalies'];
const LISTS = ['groupBy', 'measures', 'where'];

/** By comma or repeated; what holds a comma itself is said where it is repeated. */
const split = (value: Texts) => (Array.isArray(value) ? value : value?.split(',').filter(Boolean));

/** Reads the question, its conditions and its filter out of one query string, into the class that GraphQL fills. */
export const chargesQuery: PipeTransform<Record<string, Texts>, Promise<ChargesArgs>> = {
  transform(query) {
    refuseUnknown(query, ...OWN, ...LISTS);
    const own = Object.fromEntries(OWN.filter((word) => query[word] !== undefined).map((word) => [word, query[word]]));
    const lists = { groupBy: split(query.groupBy), measures: split(query.measures) };
    const where = [query.where ?? []].flat().map(conditionOf);
    const value = { ...own, ...lists, where, filter: filterFromQuery(query) };
    return validation.transform(value, { type: 'query', metatype: ChargesArgs }) as Promise<ChargesArgs>;
  },
};
