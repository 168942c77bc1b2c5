/** What a field that sums over the bills counts as, in objects of a GraphQL answer: `@Query(…, { complexity: SUMMED })`. */
export const SUMMED = 100;
