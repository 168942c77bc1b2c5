import { LoggerModule } from 'nestjs-pino';
import type { Settings } from './settings.js';

/** Nest names each of its hundreds of parts and routes at every start. */
const ROLL_CALL = new Set<unknown>(['InstanceLoader', 'RoutesResolver', 'RouterExplorer', 'GraphQLModule']);
const isRollCall = ([first]: unknown[]) => ROLL_CALL.has((first as { context?: string } | undefined)?.context);

/** Addresses of sign-in hold codes and one-time tokens. */
const withoutSecrets = (url: string) => url.replace(/^(\/auth\/(?:link\/|callback\?)).*/, '$1…');

/** JSON lines on standard output, each with the id of its request; credentials are never written. */
export const logging = ({ logLevel }: Settings) =>
  LoggerModule.forRoot({
    // Without this pattern Fastify's requests are not logged at all.
    forRoutes: ['{*splat}'],
    pinoHttp: {
      level: logLevel,
      hooks: {
        logMethod(args, method, level) {
          if (level > 30 || !isRollCall(args)) method.apply(this, args);
        },
      },
      redact: ['req.headers.authorization', 'req.headers.cookie', 'res.headers["set-cookie"]'],
      customLogLevel: (_request, reply, error) =>
        error || reply.statusCode >= 500 ? 'error' : reply.statusCode >= 400 ? 'info' : 'debug',
      serializers: {
        req: ({ id, method, url, remoteAddress }: Record<string, unknown>) => ({
          id,
          method,
          url: withoutSecrets(String(url)),
          remoteAddress,
        }),
        res: ({ statusCode }: Record<string, unknown>) => ({ statusCode }),
      },
    },
  });
