import { createHash } from 'node:crypto';
import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { from, lastValueFrom, type Observable } from 'rxjs';
import { Clock, DomainError, idOf, invalid } from '#common';
import { Database } from '#data';
import { ANSWERS, type AnswerOf } from './answers.js';
import { IdempotencyKey } from './idempotency-key.entity.js';

const STALE_MS = 10 * 60_000;

interface Claim {
  actorId: string;
  key: string;
  request: string;
  /** Fields of the answer that are not kept. */
  toldOnce: readonly string[];
}

/** What may be stored of an answer: a secret that is told once is not. */
const without = (answer: unknown, fields: readonly string[]): unknown =>
  fields.length ? { ...(answer as object), ...Object.fromEntries(fields.map((field) => [field, null])) } : answer;

/** A streamed body has no digest of its own; its path names it. */
function digest({ method, url, body }: FastifyRequest): string {
  const text = Buffer.isBuffer(body) || typeof body !== 'object' ? '' : JSON.stringify(body);
  return createHash('sha256').update(`${method} ${url}\n${text}`).digest('hex');
}

/** The header as RFC draft `idempotency-key-header` has it: 1 to 255 printable characters. */
function keyOf(request: FastifyRequest): string | undefined {
  const header = request.headers['idempotency-key'];
  if (header === undefined || request.method !== 'POST') return undefined;
  const key = String(header);
  if (!/^[\x21-\x7e]{1,255}$/.test(key)) throw invalid('Idempotency-Key', 'must be 1 to 255 printable characters');
  return key;
}

/** A POST that is repeated under its `Idempotency-Key` is done once, and answered twice alike, for 24 hours. */
@Injectable()
export class IdempotencyInterceptor implements NestInterceptor {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    if (context.getType<string>() !== 'http') return next.handle();
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const key = keyOf(request);
    if (key === undefined || !request.caller) return next.handle();
    const { toldOnce = [] } = (Reflect.getMetadata(ANSWERS, context.getHandler()) ?? {}) as Partial<AnswerOf>;
    const claim = { actorId: idOf(request.caller), key, request: digest(request), toldOnce };
    return from(this.once(claim, context.switchToHttp().getResponse<FastifyReply>(), next));
  }

  private async once(claim: Claim, reply: FastifyReply, next: CallHandler): Promise<unknown> {
    const earlier = await this.claim(claim);
    if (earlier) return this.replay(earlier, claim, reply);
    try {
      const answer: unknown = await lastValueFrom(next.handle(), { defaultValue: undefined });
      await this.keep(claim, reply, answer);
      return answer;
    } catch (error) {
      await this.db.repository(IdempotencyKey).delete({ actorId: claim.actorId, key: claim.key });
      throw error;
    }
  }

  /** Takes the key, or tells who has it; a claim whose request died is taken over. */
  private async claim({ actorId, key, request }: Claim): Promise<IdempotencyKey | undefined> {
    const now = this.clock.now();
    const taken = await this.db.query(
      `insert into idempotency_key (actor_id, key, request, created_at) values ($1, $2, $3, $4)
       on conflict (actor_id, key) do update set created_at = excluded.created_at, request = excluded.request
         where idempotency_key.status is null and idempotency_key.created_at < $5
       returning key`,
      [actorId, key, request, now, new Date(now.getTime() - STALE_MS)],
    );
    if (taken.length) return undefined;
    return (await this.db.repository(IdempotencyKey).findOneBy({ actorId, key })) ?? undefined;
  }

  private replay(earlier: IdempotencyKey, { request }: Claim, reply: FastifyReply): unknown {
    if (earlier.request !== request)
      throw invalid('Idempotency-Key', 'has been used for another request; take a new one');
    if (earlier.status === null) throw new DomainError('CONFLICT', 'The first request with this key is still at work.');
    void reply.status(earlier.status).header('idempotent-replayed', 'true');
    if (earlier.location) void reply.header('location', earlier.location);
    return earlier.answer;
  }

  private async keep({ actorId, key, toldOnce }: Claim, reply: FastifyReply, answer: unknown) {
    const kept = JSON.stringify(without(answer, toldOnce) ?? null);
    const location = reply.getHeader('location');
    await this.db.query(
      'update idempotency_key set status = $3, answer = $4, location = $5 where actor_id = $1 and key = $2',
      [actorId, key, reply.statusCode, kept, location === undefined ? null : String(location)],
    );
  }
}
