import { UnauthorizedException } from '@nestjs/common';
import { AuthorizationResponseError, ClientError, ResponseBodyError } from 'openid-client';
import { DomainError } from '#common';

/** Nobody is signed in, for a reason that holds no secret and goes into the audit log. */
export class RefusedSignIn extends UnauthorizedException {
  constructor(
    readonly reason: string,
    /** Of whoever tried, where the provider or a link has said it. */
    readonly email?: string,
  ) {
    super(`You could not be signed in: ${reason}.`);
  }
}

export const DISABLED = 'an administrator has disabled you';

const REASONS: Record<string, string> = {
  OAUTH_JWT_TIMESTAMP_CHECK_FAILED: 'the identity token has expired or is not valid yet',
  OAUTH_JWT_CLAIM_COMPARISON_FAILED: 'the identity token is not meant for us',
  OAUTH_KEY_SELECTION_FAILED: 'the identity token is signed by no key of the provider',
};

/** A provider's own words, as far as they are words. */
const plain = (text: string) => text.replace(/[^\x20-\x7e]/g, '').slice(0, 200);

const isLost = (error: unknown) =>
  (error instanceof TypeError && error.message === 'fetch failed') ||
  (error instanceof ClientError && ['OAUTH_TIMEOUT', 'OAUTH_ABORT'].includes(error.code ?? ''));

/** What is thrown for anything that went wrong with the provider's answer; whatever it is, nobody is signed in. */
export function refusalOf(error: unknown): Error {
  if (error instanceof RefusedSignIn || error instanceof DomainError) return error;
  if (isLost(error))
    return new DomainError('UNAVAILABLE', 'The identity provider cannot be reached just now; sign in again later.');
  if (error instanceof AuthorizationResponseError || error instanceof ResponseBodyError)
    return new RefusedSignIn(
      `the provider says ${plain([error.error, error.error_description].filter(Boolean).join(', '))}`,
    );
  const { message, cause, code = '' } = error as ClientError;
  const detail = plain(cause instanceof Error ? cause.message : message);
  return new RefusedSignIn(`${REASONS[code] ?? 'the answer of the provider cannot be used'} (${detail})`);
}
