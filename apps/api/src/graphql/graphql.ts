import { ApolloDriver, type ApolloDriverConfig } from '@nestjs/apollo';
import { GraphQLModule } from '@nestjs/graphql';
import type { ApolloServerPlugin } from '@apollo/server';
import { ApolloServerPluginCacheControlDisabled } from '@apollo/server/plugin/disabled';
import type { FastifyRequest } from 'fastify';
import { Callers, Settings } from '#platform';
import { MOST_TOKENS, tooLarge, type Limits } from './limits.js';
import { refusalOf, toldError } from './told-error.js';

/** Strangers are turned away before their question is read, so they learn no name of the schema. */
const admit = (callers: Callers) => async (req: FastifyRequest) => {
  try {
    await callers.of(req, true);
    return { req };
  } catch (error) {
    throw refusalOf(error);
  }
};

const limiting = (limits: Limits): ApolloServerPlugin => ({
  requestDidStart: () =>
    Promise.resolve({
      didResolveOperation({ schema, document, operation, request: { variables } }) {
        const refusal = tooLarge({ schema, document, operation: operation!, variables }, limits);
        return refusal ? Promise.reject(refusal) : Promise.resolve();
      },
    }),
});

export const graphql = GraphQLModule.forRootAsync<ApolloDriverConfig>({
  driver: ApolloDriver,
  inject: [Callers, Settings],
  useFactory: (callers: Callers, settings: Settings) => ({
    autoSchemaFile: true,
    sortSchema: true,
    playground: false,
    introspection: true,
    includeStacktraceInErrorResponses: false,
    parseOptions: { maxTokens: MOST_TOKENS },
    formatError: toldError,
    fieldResolverEnhancers: ['guards', 'filters'],
    context: admit(callers),
    // It would look at every field of every answer, for hints that this schema never gives.
    plugins: [ApolloServerPluginCacheControlDisabled(), limiting(settings)],
  }),
});
