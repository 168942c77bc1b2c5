import type { IncomingMessage } from 'node:http';
import { LoggerModule } from 'nestjs-pino';
import type { Settings } from './settings.js';
import { clientAddress } from './throttle/address.js';

/** Nest names each of its hundreds of parts and routes at every start. */
const ROLL_CALL = new Set<unknown>(['InstanceLoader', 'RoutesResolver', 'RouterExplorer', 'GraphQLModule']);
const isRollCall = ([first]: unknown[]) => ROLL_CALL.has((first as { context?: string } | undefined)?.context);

/** A link of sign-in and the answer of an identity provider are secrets that come as parts of an address. */
export const withoutSecrets = (url: string) =>
  url.replace(/(\/auth\/link\/|[?&](?:token|code|state|id_token)=)[^/?&#]+/gi, '$1***');

interface Logged {
  id: unknown;
  method: unknown;
  url: string;
  raw: IncomingMessage;
}

/** JSON lines on standard output, each with the id of its request; credentials are never written. */
export const logging = ({ logLevel, trustedProxies }: Settings) =>
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
        req: ({ id, method, url, raw }: Logged) => ({
          id,
          method,
          url: withoutSecrets(url),
          remoteAddress: clientAddress(raw, trustedProxies),
        }),
        res: ({ statusCode }: Record<string, unknown>) => ({ statusCode }),
      },
    },
  });
