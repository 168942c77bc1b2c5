/** A quarter of the accounts, as a caller whose scope is a part of the estate. */
export const PART = Array.from({ length: 10 }, (_, n) => `account-${n * 4}`);

/** By which the server without authorization tells that caller from the one of the whole estate. */
export const PART_TOKEN = 'the-token-of-a-part';
