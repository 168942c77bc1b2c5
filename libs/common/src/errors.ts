export type ErrorCode = 'NOT_FOUND' | 'INVALID' | 'CONFLICT' | 'FORBIDDEN' | 'UNAVAILABLE';

/** An error the caller can act on; anything else is a bug and stays opaque. */
export class DomainError extends Error {
  constructor(
    readonly code: ErrorCode,
    message: string,
    readonly details: Record<string, unknown> = {},
  ) {
    super(message);
    this.name = new.target.name;
  }
}

export const notFound = (what: string, id: string) =>
  new DomainError('NOT_FOUND', `There is no ${what} ${id}.`, { id });

export interface FieldError {
  field: string;
  messages: string[];
}

/** `INVALID` with each bad field named. */
export const invalid = (field: string, message: string) =>
  new DomainError('INVALID', 'Some values cannot be used.', {
    errors: [{ field, messages: [message] }] satisfies FieldError[],
  });
