import { invalid } from '#common';

/** Where a person goes who has signed in and did not say where to. */
export const LANDING = '/docs';

const MOST = 2000;

/** A path of this address, and never another site's: `//host`, `/\host` and control characters are such to browsers. */
export function returnPath(asked?: string): string {
  if (asked === undefined) return LANDING;
  const isLocal = /^\/(?![/\\])[\x21-\x5b\x5d-\x7e]*$/.test(asked) && asked.length <= MOST;
  if (!isLocal) throw invalid('returnTo', 'must be a path of this address, such as /docs');
  return asked;
}
