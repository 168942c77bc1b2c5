/**
 * The one rule of which accounts exist for a reader. An import interns the accounts of a bill while it runs, and sets
 * `activated_at` in the transaction that makes the bill active; a person retires an account that is no longer used.
 * Resources of a retired account carry its `retired_at` themselves, so that a list of resources needs no join.
 */
export const accountIsShown = (alias: string) => `${alias}.activated_at is not null and ${alias}.retired_at is null`;

/** The same for resources, which are written only when their bill becomes active. */
export const resourceIsShown = (alias: string) => `${alias}.retired_at is null`;
