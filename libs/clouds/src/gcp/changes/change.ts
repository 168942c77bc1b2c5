import type { ActionId } from '../../action.js';
import type { Shown, Wish } from '../../change.js';
import type { Json } from '../../json.js';
import type { RestRequest } from '../client.js';

/** A resource as it is read before it is changed; undefined where it is not there. */
export type Found = Json | undefined;

/** A request below the resource's own path, or with a path from the root of the same service. */
export type Step = Omit<RestRequest, 'service'>;

/** How one action is done to one type. */
export interface Change {
  permissions: readonly string[];
  /** Whether what is read may be absent. */
  mayBeAbsent?: true;
  /** The path of what it would make, which is read as well. */
  produces?(found: Found, wish: Wish): string;
  look(found: Found, wish: Wish, product?: Found): Shown;
  /** Throws `CloudError` `invalid` for what cannot be. */
  want(found: Found, wish: Wish): Shown;
  steps(found: Found, wish: Wish): Step[];
}

/** By action, then by type. */
export type Changes = Partial<Record<ActionId, Record<string, Change>>>;

/** A change of one thing, by a patch. */
export const patched = (
  permission: string,
  change: Pick<Change, 'look' | 'want'> & { body(wish: Wish, found: Found): object; query?: string },
): Change => ({
  permissions: [permission.replace(/\.update$/, '.get'), permission],
  look: (found, wish) => change.look(found, wish),
  want: (found, wish) => change.want(found, wish),
  steps: (found, wish) => [{ method: 'PATCH', path: change.query ?? '', body: change.body(wish, found) }],
});

/** A deletion, which may be refused for a thing that is in use. */
export const deleted = (permission: string, check?: (found: Json, wish: Wish) => void): Change => ({
  permissions: [permission.replace(/\.delete$/, '.get'), permission],
  mayBeAbsent: true,
  look: (found) => ({ exists: found !== undefined }),
  want: (found, wish) => {
    if (found) check?.(found, wish);
    return { exists: false };
  },
  steps: () => [{ method: 'DELETE', path: '' }],
});
