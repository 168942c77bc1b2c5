import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Metrics } from './metrics.js';

const BUCKETS = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.15, 0.25, 0.5, 1, 2.5, 5, 10, 60];

/** `/inventory/:id`, never the id itself; a GraphQL operation by its name, where it is one that a client would write. */
function routeOf({ routeOptions, body }: FastifyRequest): string {
  const route = routeOptions.url ?? 'unknown';
  if (route !== '/graphql') return route;
  const name = (body as { operationName?: unknown } | undefined)?.operationName;
  return typeof name === 'string' && /^[A-Za-z_]\w{0,40}$/.test(name) ? `/graphql ${name}` : route;
}

const MOST_ROUTES = 500;

/** Measures every answer. The number of routes is bounded, since GraphQL operation names are the callers' own. */
export function measureHttp(server: FastifyInstance, metrics: Metrics) {
  const durations = metrics.histogram({
    name: 'http_request_duration_seconds',
    help: 'Time to answer, by route.',
    labelNames: ['route', 'method', 'status'],
    buckets: BUCKETS,
  });
  const routes = new Set<string>();
  server.addHook('onResponse', (request, reply, done) => {
    const wanted = routeOf(request);
    const route = routes.has(wanted) || routes.size < MOST_ROUTES ? wanted : 'other';
    routes.add(route);
    durations.observe({ route, method: request.method, status: reply.statusCode }, reply.elapsedTime / 1000);
    done();
  });
}
