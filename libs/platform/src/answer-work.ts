import { Type } from 'class-transformer';
import { IsInt, IsOptional, Max, Min } from 'class-validator';
import type { FastifyReply } from 'fastify';

/** `?wait=SECONDS` of every POST that starts work. */
export class WaitQuery {
  @IsOptional() @Type(() => Number) @IsInt() @Min(0) @Max(60) wait?: number;
}

/** 202 with the place to look at while the work goes on, 200 when it has ended within `?wait`. */
export function answerWork(reply: FastifyReply, location: string, isEnded: boolean) {
  void reply.status(isEnded ? 200 : 202).header('location', location);
}
