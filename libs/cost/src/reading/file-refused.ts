import { DomainError } from '#common';

/** Why a file cannot be read at all; a single bad row never refuses its file. */
export type RefusalReason =
  | 'empty'
  | 'not_a_bill'
  | 'wrong_delimiter'
  | 'duplicate_columns'
  | 'not_focus'
  | 'truncated'
  | 'too_large'
  | 'corrupt'
  | 'encoding';

/**
 * A file that is refused as a whole, before its first row or in the middle of it (a truncated gzip). The message is for
 * people; `details` repeat what was expected and found for machines.
 */
export class FileRefused extends DomainError {
  constructor(
    readonly reason: RefusalReason,
    message: string,
    details: { expected?: unknown; found?: unknown; suggestions?: Record<string, string> } = {},
  ) {
    super('INVALID', message, { reason, ...details });
  }
}
