import { RouteConfig } from '@nestjs/platform-fastify';

/** How a route is throttled, beside what holds for all of them. */
export interface Throttling {
  /** `sign-in`: few tries from one address. `probe`: never, for balancers. `scrape`: only those without a known token. */
  rule: 'sign-in' | 'probe' | 'scrape';
  /** Fields of the body or query, such as `email`, of which each value may be tried few times, from wherever it is. */
  by?: readonly string[];
}

declare module 'fastify' {
  interface FastifyContextConfig {
    throttling?: Throttling;
  }
}

/** Put on a handler of REST: `@Throttled('sign-in', 'email')`. */
export const Throttled = (rule: Throttling['rule'], ...by: string[]) =>
  RouteConfig({ throttling: { rule, by } satisfies Throttling });
