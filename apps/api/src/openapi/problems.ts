import { problemBody } from '#platform';
import type { Route } from './routes.js';
import { refTo, type Schema } from './schema.js';

const CASES: Record<number, { code: string; detail: string; when: string; more?: Record<string, unknown> }> = {
  400: { code: 'MALFORMED', detail: 'Body is not valid JSON.', when: 'What was sent cannot be read.' },
  401: { code: 'UNAUTHENTICATED', detail: 'Send a valid token: Authorization: Bearer TOKEN.', when: 'No valid token.' },
  403: {
    code: 'FORBIDDEN',
    detail: 'This needs the permission cost:read.',
    when: 'The caller may not do this.',
    more: { permission: 'cost:read' },
  },
  404: {
    code: 'NOT_FOUND',
    detail: 'There is no such thing.',
    when: 'There is none, or none that the caller may see.',
  },
  409: { code: 'CONFLICT', detail: 'It exists already.', when: 'It contradicts what there is.' },
  412: {
    code: 'CONFLICT',
    detail: 'It has been changed since you read it; read it again and repeat.',
    when: 'The version of `If-Match` is outdated.',
    more: { version: 4 },
  },
  413: { code: 'TOO_LARGE', detail: 'Request body is too large', when: 'The body is too large.' },
  415: { code: 'UNSUPPORTED_TYPE', detail: 'Unsupported Media Type', when: 'The body is of a type that is not taken.' },
  422: {
    code: 'INVALID',
    detail: 'Some values cannot be used.',
    when: 'Some values cannot be used; each is named.',
    more: { errors: [{ field: 'limit', messages: ['limit must not be greater than 500'] }] },
  },
  429: {
    code: 'TOO_MANY',
    detail: 'Too many requests; try again in 5 s.',
    when: 'More requests than one may make; `Retry-After` says when to try again.',
  },
  500: { code: 'INTERNAL', detail: 'Something went wrong on our side.', when: 'A fault of ours; the log has it.' },
  503: {
    code: 'UNAVAILABLE',
    detail: 'The database cannot be reached just now.',
    when: 'For the moment it cannot be done; `Retry-After` says when to try again.',
  },
};

export const problemSchema: Schema = {
  description: 'RFC 9457: what went wrong, for programs and people.',
  type: 'object',
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string' },
    code: { type: 'string', enum: [...new Set(Object.values(CASES).map(({ code }) => code))] },
    errors: {
      type: 'array',
      items: {
        type: 'object',
        properties: { field: { type: 'string' }, messages: { type: 'array', items: { type: 'string' } } },
        required: ['field', 'messages'],
      },
    },
  },
  required: ['type', 'title', 'status', 'detail', 'code'],
};

const nameOf = (status: number | string) => `Problem${status}`;

/** The answers that routes share, each with an example. */
export const problemResponses = () =>
  Object.fromEntries(
    Object.entries(CASES).map(([status, { code, detail, when, more }]) => {
      const example = problemBody({ status: Number(status), code, detail, details: more });
      const content = { 'application/problem+json': { schema: refTo('Problem'), example } };
      return [nameOf(status), { description: when, content }];
    }),
  );

/** Which errors go with what a route takes. */
const RULES: [when: (route: Route) => boolean, statuses: readonly number[]][] = [
  [({ permission }) => permission !== 'public', [401, 403]],
  [({ path }) => path.includes('{'), [404]],
  [({ path }) => path.includes('{id}'), [400, 422]],
  [({ query, method }) => query !== undefined || method === 'post', [422]],
  [takesBody, [400, 413, 415, 422]],
  [({ method }) => method !== 'get', [409]],
  [({ takesVersion }) => takesVersion, [412]],
  [({ answers }) => !answers?.isHealth, [429, 503]],
  [() => true, [500]],
];

function takesBody({ body, answers }: Route) {
  return body !== undefined || answers?.takes !== undefined;
}

/** The errors that a route can answer, by reference. */
export function problemsOf(route: Route) {
  const own = route.answers?.problems ?? [];
  const statuses = RULES.filter(([when]) => when(route)).flatMap(([, statuses]) => statuses);
  const unique = [...new Set([...statuses, ...own])].sort((one, other) => one - other);
  return Object.fromEntries(unique.map((status) => [status, { $ref: `#/components/responses/${nameOf(status)}` }]));
}
