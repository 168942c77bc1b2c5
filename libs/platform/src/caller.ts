import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { GqlExecutionContext } from '@nestjs/graphql';
import type { FastifyRequest } from 'fastify';
import { actingBy, type Caller, type Permission } from '#common';
import { PERMISSION } from './requires.js';

declare module 'fastify' {
  interface FastifyRequest {
    caller?: Caller;
  }
}

/** The HTTP request behind a handler of either face. */
export function requestOf(context: ExecutionContext): FastifyRequest {
  if (context.getType<string>() !== 'graphql') return context.switchToHttp().getRequest();
  return GqlExecutionContext.create(context).getContext<{ req: FastifyRequest }>().req;
}

/**
 * Who asks, as the guard found, narrowed to where the handler's own permission holds; services take it as an argument,
 * so that no query forgets the scope.
 */
export const CurrentCaller = createParamDecorator((_data: unknown, context: ExecutionContext): Caller => {
  const { caller } = requestOf(context);
  if (!caller) throw new Error('A handler asks for its caller, but no guard has let one in.');
  const permission = Reflect.getMetadata(PERMISSION, context.getHandler()) as Permission | undefined;
  return permission ? acting(caller, permission) : caller;
});

const known = new WeakMap<Caller, Map<Permission, Caller>>();

/** The same as `actingBy`, once for all fields of an answer. */
function acting(caller: Caller, permission: Permission): Caller {
  const narrowed = known.get(caller) ?? new Map<Permission, Caller>();
  known.set(caller, narrowed);
  const one = narrowed.get(permission) ?? actingBy(caller, permission);
  narrowed.set(permission, one);
  return one;
}
