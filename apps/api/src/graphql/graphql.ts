import { ApolloDriver, type ApolloDriverConfig } from '@nestjs/apollo';
import { GraphQLModule } from '@nestjs/graphql';
import type { ApolloServerPlugin } from '@apollo/server';
import { ApolloServerPluginCacheControlDisabled } from '@apollo/server/plugin/disabled';
import type { FastifyRequest } from 'fastify';
import { GraphQLError } from 'graphql';
import { Callers, Settings } from '#platform';
import { MOST_TOKENS, tooLarge, type Limits } from './limits.js';
import { PersistedQueries, type Question } from './persisted-queries.js';
import { refusalOf, toldError } from './told-error.js';

/** As Apollo's server reads it. */
const questionIn = ({ method, url, body }: FastifyRequest): Question =>
  method === 'GET' ? Object.fromEntries(new URL(url, 'http://localhost').searchParams) : (body ?? {});

/** Strangers are turned away before their question is read, so they learn no name of the schema. */
const admit = (callers: Callers, persisted: PersistedQueries) => async (req: FastifyRequest) => {
  try {
    await callers.proven(req, 'POST /graphql');
    persisted.admit(questionIn(req));
    return { req };
  } catch (error) {
    throw error instanceof GraphQLError ? error : refusalOf(error);
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

const optionsOf = (callers: Callers, settings: Settings): Omit<ApolloDriverConfig, 'driver'> => {
  const persisted = new PersistedQueries(settings);
  return {
    autoSchemaFile: true,
    sortSchema: true,
    playground: false,
    introspection: true,
    includeStacktraceInErrorResponses: false,
    parseOptions: { maxTokens: MOST_TOKENS },
    formatError: toldError,
    fieldResolverEnhancers: ['guards', 'filters'],
    context: admit(callers, persisted),
    persistedQueries: { cache: persisted.cache },
    // It would look at every field of every answer, for hints that this schema never gives.
    plugins: [ApolloServerPluginCacheControlDisabled(), limiting(settings)],
  };
};

export const graphql = GraphQLModule.forRootAsync<ApolloDriverConfig>({
  driver: ApolloDriver,
  inject: [Callers, Settings],
  useFactory: optionsOf,
});
