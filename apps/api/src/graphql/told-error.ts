import { Logger } from '@nestjs/common';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { toProblem } from '#platform';
import { MOST_TOKENS, tooMuch } from './limits.js';

const UNREAD = /^Syntax Error: Document contains more that \d+ tokens/;
const log = new Logger('GraphQL');

/** What GraphQL itself refuses (syntax, unknown fields, wrong variables) gets the code that REST has for it. */
export function toldError(formatted: GraphQLFormattedError): GraphQLFormattedError {
  if (UNREAD.test(formatted.message)) return withoutStatus(tooMuch('tokens', MOST_TOKENS).toJSON());
  const { code, ...extensions } = formatted.extensions ?? {};
  const isOwnFault = typeof code === 'string' && /^(GRAPHQL_|BAD_USER_INPUT|BAD_REQUEST)/.test(code);
  if (code !== 'INTERNAL_SERVER_ERROR')
    return { ...formatted, extensions: { ...extensions, code: isOwnFault ? 'INVALID' : code } };
  return { message: 'Something went wrong on our side.', path: formatted.path, extensions: { code: 'INTERNAL' } };
}

/** The status is for HTTP alone; Apollo takes it out of its own answers. */
function withoutStatus({ extensions = {}, ...rest }: GraphQLFormattedError): GraphQLFormattedError {
  return { ...rest, extensions: Object.fromEntries(Object.entries(extensions).filter(([name]) => name !== 'http')) };
}

/** Any error in GraphQL's words; the answer over HTTP has its status. */
export function refusalOf(error: unknown): GraphQLError {
  const { status, code, detail, details } = toProblem(error);
  if (status === 500) log.error(error instanceof Error ? error.stack : error);
  // Apollo takes no status without a map of headers.
  const headers = new Map(status === 401 ? [['www-authenticate', 'Bearer']] : []);
  return new GraphQLError(detail, { extensions: { code, ...details, http: { status, headers } } });
}

/** What Apollo does with the errors of an answer, for answers that go over a WebSocket. */
export function toldOverSocket(error: GraphQLError): GraphQLFormattedError {
  if (error.extensions.code) return withoutStatus(toldError(error.toJSON()));
  // The executor's own refusals, such as of a variable, have no error behind them.
  if (!error.originalError) return toldError({ ...error.toJSON(), extensions: { code: 'BAD_USER_INPUT' } });
  return withoutStatus(refusalOf(error.originalError).toJSON());
}
