import type { Caller } from '#common';

/** Who declares, and in which file, for the record and for `declaredIn`. */
export interface Declaring {
  caller: Caller;
  /** Base name of the file, such as `cloudgov.yaml`. */
  file: string;
}

/** One section of cloudgov.yaml, a list of things of one kind, registered by the lib that owns them. */
export interface DeclaredSection<T extends object> {
  /** The word in the file: `accounts`. */
  name: string;
  /** The shape of one item, checked by its class-validator decorators; properties it does not know are refused. */
  item: new () => T;
  /** What tells two items apart, such as `aws 123456789012`; the same twice is a fault of the file. */
  key: (item: T) => string;
  /**
   * Makes the declared things so, and releases those that were declared before and are not any more: each lib's README
   * says what that means. Runs inside the transaction of the whole file.
   */
  reconcile: (items: T[], declaring: Declaring) => Promise<void>;
}
