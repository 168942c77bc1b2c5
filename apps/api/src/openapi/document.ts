import type { ModulesContainer } from '@nestjs/core';
import { ClassSchemas } from './class-schemas.js';
import { OperationWriter } from './operation.js';
import { problemResponses, problemSchema, problemsOf } from './problems.js';
import { routesOf, type Route } from './routes.js';

type Operation = ReturnType<OperationWriter['write']>;

export interface OpenApi {
  openapi: string;
  info: { title: string; version: string; description: string };
  paths: Record<string, Record<string, Operation>>;
  [part: string]: unknown;
}

/** Grows when something that clients rely on is taken away. */
const API_VERSION = '1';

const DESCRIPTION = `Inventory, spend, forecast and budgets from the bill of every cloud.
Instants are RFC 3339 in UTC, days \`YYYY-MM-DD\`, amounts decimal strings beside a currency, which are never mixed.
Lists answer \`{ items, total, nextCursor }\`; errors are RFC 9457 \`application/problem+json\`.`;

const graphqlRoute: Route = {
  id: 'GraphQL.query',
  method: 'post',
  path: '/graphql',
  permission: 'the field’s own',
  status: 200,
  takesVersion: false,
};

/** GraphQL is one route of REST's; what it can do is in `schema.graphql`. */
const graphql = {
  operationId: graphqlRoute.id,
  tags: ['graphql'],
  summary: 'The same services in one question; the schema is in schema.graphql.',
  description: 'Each field needs the permission of its own.',
  requestBody: {
    required: true,
    content: {
      'application/json': {
        schema: {
          type: 'object',
          properties: {
            query: {
              type: 'string',
              description: 'Left out where `extensions.persistedQuery` names a known document.',
            },
            variables: { type: 'object' },
            operationName: { type: 'string' },
            extensions: { type: 'object' },
          },
        },
        example: { query: '{ inventorySummary { count } }' },
      },
    },
  },
  responses: {
    200: {
      description: 'Data, or errors with `extensions.code`.',
      content: {
        'application/json': {
          schema: { type: 'object', properties: { data: {}, errors: { type: 'array', items: { type: 'object' } } } },
          example: { data: { inventorySummary: { count: 12 } } },
        },
      },
    },
    ...problemsOf(graphqlRoute),
  },
} as unknown as Operation;

/** The contract of REST, read off the routes themselves; GraphQL's schema must have been built before. */
export function openApiOf(modules: ModulesContainer): OpenApi {
  const schemas = new ClassSchemas();
  const writer = new OperationWriter(schemas);
  const paths: OpenApi['paths'] = {};
  for (const route of routesOf(modules)) (paths[route.path] ??= {})[route.method] = writer.write(route);
  paths['/graphql'] = { post: graphql };
  const named = Object.entries({ ...schemas.all, Problem: problemSchema });
  return {
    openapi: '3.1.0',
    info: { title: 'CloudGov', version: API_VERSION, description: DESCRIPTION },
    security: [{ token: [] }],
    paths,
    components: {
      securitySchemes: { token: { type: 'http', scheme: 'bearer' } },
      responses: problemResponses(),
      schemas: Object.fromEntries(named.sort(([one], [other]) => (one < other ? -1 : 1))),
    },
  };
}
