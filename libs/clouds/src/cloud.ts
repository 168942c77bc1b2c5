import type { CloudAction, Effect } from './action.js';
import type { Metric } from './metric.js';
import type { FileStore } from './file-store.js';

/** One account of a cloud (an AWS account, an Azure subscription, a project), and how to get in. */
export interface CloudAccess {
  /** Whose account it is; its setting `connector` says where it is read from, where not there. */
  provider: string;
  /** The id that the provider gave the account. */
  externalId: string;
  /** The account's own settings, as `CloudPlugin.example` shows them; never a secret. */
  settings: Record<string, unknown>;
  /** What was stored encrypted for it; undefined: the ambient chain of the cloud's own SDK. */
  credential?: Record<string, string>;
}

/** What is listed, and can fail, by itself: one type of resource in one region. `global` is a region too. */
export interface Listing {
  region: string;
  type: string;
}

/** A region, or a whole cloud, that could not even be asked what there is. */
export interface Unreachable {
  region: string;
  /** In words, as a person is shown it. */
  reason: string;
}

/** How one resource is tied to another, which may lie in another account or not exist any more. */
export interface CloudRelation {
  /** What the other is to this one: `volume`, `security_group`, `subnet`, `vpc`, `role`, `target` … */
  kind: string;
  /** In the form of `nativeIdOf`. */
  nativeId: string;
}

/** A resource as its cloud tells it. */
export interface CloudResource {
  /** The id by which bills name it, in the form of `nativeIdOf`. */
  nativeId: string;
  /** Whose it is, where a connector tells of several clouds; else the account's own provider. */
  provider?: string;
  /** The cloud's own name of the type: `AWS::EC2::Instance`, `Microsoft.Compute/virtualMachines`,
   * `compute.googleapis.com/Instance`. */
  type: string;
  name: string;
  /** Native region, `global` where it has none. */
  region: string;
  /** The service in the words of the cloud's bill: `Amazon Elastic Compute Cloud`, `Virtual Machines`. */
  service: string;
  /** FOCUS service category: `Compute`, `Storage`, `Networking`, `Databases`, `Security`, `Identity` … */
  category: string;
  /** The cloud's own word in small letters, such as `running`; `active` where it has none. */
  state: string;
  /** Key to value; a key without a value has the value true. */
  tags: Record<string, string | true>;
  /** What the cloud's API says of it, in the API's own names, with what must be asked apart (a bucket's policy) beside. */
  configuration: Record<string, unknown>;
  relations: CloudRelation[];
  createdAt?: Date;
}

/** What is asked of the utilisation of some resources, over `[from, to)`. */
export interface Measurement {
  resources: readonly { nativeId: string; type: string; region: string }[];
  /** Those that a resource's type has are answered, the others left out. */
  metrics: readonly Metric[];
  from: Date;
  to: Date;
  /** Length of one sample; a cloud that keeps longer ones answers longer ones. */
  periodSeconds: number;
}

/** The mean over `[at, at + periodSeconds)`, in the unit that `METRICS` gives. */
export interface Sample {
  nativeId: string;
  metric: Metric;
  at: Date;
  value: number;
}

/** An account that this one may see: a member of its organisation, a subscription of its tenant. */
export interface FoundAccount {
  externalId: string;
  name: string;
  /** Settings with which it can be connected, such as the role to take on. */
  settings: Record<string, unknown>;
}

/** What a credential may do and what it lacks, in words that help. */
export interface CredentialCheck {
  /** Who the cloud says we are: an ARN, an address, a client id. */
  identity: string;
  /** Each permission that was tried, with what it is for; `missing` says what the cloud answered. */
  permissions: { action: string; purpose: string; missing?: string }[];
  /** The least policy with which everything works, ready to paste: an IAM policy, a role definition. */
  policy: string;
}

/** One account of a cloud, got into. Everything may throw `CloudError`, and ends early where `signal` aborts. */
export interface CloudConnection {
  /** Who we are and what we may do. Throws `CloudError` `denied` only where not even that may be asked. */
  check(signal: AbortSignal): Promise<CredentialCheck>;
  accounts(signal: AbortSignal): AsyncIterable<FoundAccount>;
  /** All there is to list; what cannot be asked is told apart, so that nobody takes it for empty. */
  listings(signal: AbortSignal): Promise<{ listings: Listing[]; unreachable: Unreachable[] }>;
  /**
   * The resources of one listing, page by page. It has told all of them only where it ends without throwing; a part of
   * a resource's configuration that was denied is named in its `configuration.$denied`, an array of operations.
   */
  list(listing: Listing, signal: AbortSignal): AsyncIterable<CloudResource>;
  measure(question: Measurement, signal: AbortSignal): AsyncIterable<Sample>;
  /** Where its FOCUS exports lie; undefined where its settings name none. */
  bills(signal: AbortSignal): Promise<FileStore | undefined>;
  /**
   * Does one action, or with `dryRun` tells what it would do. Doing again what is done answers `already`. Throws
   * `CloudError` `unsupported` for an action that this cloud does not know on that type.
   */
  act(action: CloudAction, options: { dryRun: boolean }, signal: AbortSignal): Promise<Effect>;
  close(): void;
}

/** A cloud that can be connected: one folder of this library, one line in `clouds.module.ts`. */
export interface CloudPlugin {
  /** As `provider` of an account, or its setting `connector`, names it. */
  id: string;
  title: string;
  description: string;
  /** What `settings` and `credential` look like. */
  example: { settings: Record<string, unknown>; credential?: Record<string, string> };
  /** Settings that cannot be used, each said in words; empty where they can. Asks no network. */
  faults(access: CloudAccess): string[];
  /** Opens nothing yet: the first question does. The SDK is imported here, so that who never uses it does not pay. */
  connect(access: CloudAccess): Promise<CloudConnection>;
}
