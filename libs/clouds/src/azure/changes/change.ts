import type { ActionId } from '../../action.js';
import type { Json } from '../../json.js';
import type { Shown, Wish } from '../../change.js';
import type { ArmRequest } from '../client.js';

/** A resource as it is read before it is changed; undefined where it is not there. */
export type Found = Json | undefined;

/** How one action is done to one type. */
export interface Change {
  /** What must be permitted for it, beside reading the type. */
  permissions: readonly string[];
  api: string;
  /** What is read, where it is not the resource itself. */
  below?: string;
  /** Whether what is read may be absent. */
  mayBeAbsent?: true;
  /** The id of what it would make, which is read as well. */
  produces?(found: Found, wish: Wish): string;
  /** What it would change, as it is now. */
  look(found: Found, wish: Wish, product?: Found): Shown;
  /** The same when it is done. Throws `CloudError` `invalid` for what cannot be. */
  want(found: Found, wish: Wish): Shown;
  /** The requests that do it, in order; a path is a whole id, or begins at the resource. */
  steps(found: Found, wish: Wish): Omit<ArmRequest, 'api'>[];
}

export const EXISTS = { exists: true };
export const GONE = { exists: false };

/** A change of one property, by a patch. */
export const patched = (
  type: string,
  api: string,
  change: Pick<Change, 'look' | 'want'> & { body(wish: Wish, found: Found): object },
): Change => ({
  permissions: [`${type}/write`],
  api,
  look: (found, wish) => change.look(found, wish),
  want: (found, wish) => change.want(found, wish),
  steps: (found, wish) => [{ method: 'PATCH', path: '', body: change.body(wish, found) }],
});

/** A deletion, which may be refused for a thing that is in use. */
export const deleted = (type: string, api: string, check?: (found: Json, wish: Wish) => void): Change => ({
  permissions: [`${type}/delete`],
  api,
  mayBeAbsent: true,
  look: (found) => (found ? EXISTS : GONE),
  want: (found, wish) => {
    if (found) check?.(found, wish);
    return GONE;
  },
  steps: () => [{ method: 'DELETE', path: '' }],
});

/** By action, then by type in small letters; `*` is any type. */
export type Changes = Partial<Record<ActionId, Record<string, Change>>>;
