/**
 * `denied`: the credential may not. `throttled`: asked too often, also after the SDK's own retries. `missing`: the thing
 * or the place is not there. `invalid`: the cloud does not take what was asked. `unsupported`: this connector cannot.
 * `unreachable`: no answer. `broken`: an answer that cannot be read, or that ends early.
 */
export type CloudErrorKind = 'denied' | 'throttled' | 'missing' | 'invalid' | 'unsupported' | 'unreachable' | 'broken';

/** What a cloud refuses or fails at, in words that may be shown: it never holds a secret. */
export class CloudError extends Error {
  constructor(
    readonly kind: CloudErrorKind,
    /** The cloud's own name of what was asked: `ec2:DescribeInstances`. */
    readonly operation: string,
    message: string,
    /** How long the cloud asks to wait, where it says so. */
    readonly retryAfterMs?: number,
  ) {
    super(`${operation}: ${message}`);
    this.name = 'CloudError';
  }

  /** Whether the same question may be answered later. */
  get isPassing() {
    return this.kind === 'throttled' || this.kind === 'unreachable' || this.kind === 'broken';
  }
}
