import { ApolloDriver, type ApolloDriverConfig } from '@nestjs/apollo';
import { GraphQLModule } from '@nestjs/graphql';
import type { GraphQLFormattedError } from 'graphql';

/** What GraphQL itself refuses (syntax, unknown fields, wrong variables) gets the code that REST has for it. */
function withCode(formatted: GraphQLFormattedError): GraphQLFormattedError {
  const { code, ...extensions } = formatted.extensions ?? {};
  const isOwnFault = typeof code === 'string' && /^(GRAPHQL_|BAD_USER_INPUT|BAD_REQUEST)/.test(code);
  if (code !== 'INTERNAL_SERVER_ERROR')
    return { ...formatted, extensions: { ...extensions, code: isOwnFault ? 'INVALID' : code } };
  return { message: 'Something went wrong on our side.', path: formatted.path, extensions: { code: 'INTERNAL' } };
}

export const graphql = GraphQLModule.forRoot<ApolloDriverConfig>({
  driver: ApolloDriver,
  autoSchemaFile: true,
  sortSchema: true,
  playground: false,
  includeStacktraceInErrorResponses: false,
  formatError: withCode,
  fieldResolverEnhancers: ['guards', 'filters'],
});
