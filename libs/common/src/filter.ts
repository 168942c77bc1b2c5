/**
 * Which part of the estate is meant: the same object in REST bodies, GraphQL and cloudgov.yaml. Values of one list are
 * alternatives, the lists must all hold, and `not` excludes. An empty list holds for nothing.
 */
export interface Filter {
  providers?: string[];
  /** Ids or native ids (`123456789012`, a subscription id) of cloud accounts. */
  accounts?: string[];
  regions?: string[];
  services?: string[];
  /** Resource types. */
  types?: string[];
  /** FOCUS service categories, such as `Compute`. */
  categories?: string[];
  /** Ids or native ids of resources. */
  resources?: string[];
  /** Tag key to its accepted values; an empty list accepts any value. */
  tags?: Record<string, string[]>;
  not?: Filter;
  /** The same, where a charge that lacks the key counts as its resource. Scopes alone say so; no caller can. */
  scopeTags?: Record<string, string[]>;
  /** One of these must hold too. Scopes alone say so; no caller can. */
  anyOf?: Filter[];
}
