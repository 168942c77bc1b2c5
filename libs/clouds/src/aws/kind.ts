import type { Place } from './place.js';
import type { Ask } from './ask.js';
import type { ServiceId } from './sdk.js';

/** An item with what was asked apart, and the questions that were refused. */
export interface Found<T> {
  item: T;
  details: Record<string, unknown>;
  denied: string[];
}

/** With the first page of it a permission is tried. */
export interface First {
  service: ServiceId;
  operation: string;
  input: object;
}

/** What the common form of a resource is taken from; each is asked with the answer and its details in one. */
export interface KindWords<T> {
  /** CloudFormation's name, or one formed like it: `AWS::EC2::Instance`. */
  type: string;
  /** Asked once for the whole account; else in every region. */
  isGlobal?: true;
  /** In the words of the bill. */
  service: string;
  /** FOCUS service category. */
  category: string;
  /** The ARN, or an id with the kind of thing it is in `place.ts`. */
  id: (item: T, place: Place) => string | undefined;
  name?: (item: T) => string | undefined;
  state?: (item: T) => string | undefined;
  createdAt?: (item: T) => unknown;
  region?: (item: T) => string | undefined;
  /** Kind of the other thing to its id or ids. */
  relations?: (item: T) => Record<string, (string | undefined)[] | string | undefined>;
}

export interface Kind extends KindWords<Record<string, unknown>> {
  /** Whole pages, as they come, with the IAM actions that they take. */
  source: { first: First; actions: readonly string[]; read(ask: Ask): AsyncIterable<Found<unknown>[]> };
}
