import { CloudError } from '#clouds';
import { DomainError } from '#common';

const MOST = 1_000;

/** Why a listing is not as fresh as it was meant to be, in words that may be shown: a bug's own words are for the log. */
export function reasonOf(error: unknown): string {
  if (error instanceof CloudError || error instanceof DomainError) return error.message.slice(0, MOST);
  if (error instanceof Error && error.name === 'TimeoutError') return 'The cloud did not answer in time.';
  return 'The connector has failed; the log says how.';
}

/** Whether it was neither the cloud's nor the settings' fault. */
export const isBug = (error: unknown) =>
  !(
    error instanceof CloudError ||
    error instanceof DomainError ||
    (error as Error | undefined)?.name === 'TimeoutError'
  );

/** Refused for good: asking again within the hour would be refused again. */
export const isRefusal = (error: unknown) =>
  error instanceof CloudError && ['denied', 'unsupported', 'invalid'].includes(error.kind);
