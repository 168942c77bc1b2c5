import {
  createParamDecorator,
  Injectable,
  type CallHandler,
  type ExecutionContext,
  type NestInterceptor,
} from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { map } from 'rxjs';
import { DomainError, invalid } from '#common';

/** The version that the caller last saw, from `If-Match: "3"`; undefined where they sent none, or `*`. */
export function readVersion(_data: unknown, context: ExecutionContext): number | undefined {
  const header = context.switchToHttp().getRequest<FastifyRequest>().headers['if-match'];
  if (header === undefined || header === '*') return undefined;
  const version = /^"(\d{1,9})"$/.exec(header)?.[1];
  if (version === undefined) throw invalid('If-Match', 'must be the ETag that a GET answered, such as "3"');
  return Number(version);
}

export const IfMatch = createParamDecorator(readVersion);

/** Refuses (412) to overwrite what somebody else has changed since the caller read it. */
export function checkVersion(current: number, seen?: number) {
  if (seen === undefined || seen === current) return;
  throw new DomainError('CONFLICT', 'It has been changed since you read it; read it again and repeat.', {
    status: 412,
    version: current,
  });
}

/** Sends the ETag of whatever has a `version`. */
@Injectable()
export class EtagInterceptor implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler) {
    if (context.getType<string>() !== 'http') return next.handle();
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    return next.handle().pipe(
      map((answer: unknown) => {
        const version = (answer as { version?: unknown } | undefined)?.version;
        if (typeof version === 'number') void reply.header('etag', `"${version}"`);
        return answer;
      }),
    );
  }
}
