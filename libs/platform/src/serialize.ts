import {
  Injectable,
  StreamableFile,
  type CallHandler,
  type ExecutionContext,
  type NestInterceptor,
} from '@nestjs/common';
import { TransformationType } from 'class-transformer';
import { defaultMetadataStorage } from 'class-transformer/cjs/storage.js';
import type { FastifyReply } from 'fastify';
import { map } from 'rxjs';
import { Decimal } from '#common';
import { isDocument, isKept } from '#data';

type Class = new () => unknown;
type Field = readonly [name: string, isDocument: boolean];

const known = new Map<Class, Field[]>();

/** What a class exposes, itself and by its parents; looked up once. */
function fieldsOf(type: Class): Field[] {
  const found = known.get(type);
  if (found) return found;
  const names = defaultMetadataStorage.getExposedProperties(type, TransformationType.CLASS_TO_PLAIN);
  const fields = [...new Set(names)].map((name) => [name, isDocument(type, name)] as const);
  known.set(type, fields);
  return fields;
}

function instance(value: object): Record<string, unknown> {
  const type = value.constructor as Class;
  const fields = fieldsOf(type);
  if (!fields.length) throw new Error(`An answer holds a ${type.name}, which exposes nothing: answer with a view.`);
  const source = value as Record<string, unknown>;
  return Object.fromEntries(
    fields.map(([name, isDocument]) => [name, (isDocument ? source[name] : serialize(source[name])) ?? null]),
  );
}

/** Only what a class exposes goes out, so that a new column is private until a decorator says otherwise. */
export function serialize(value: unknown): unknown {
  if (typeof value === 'bigint') return value.toString();
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(serialize);
  if (value instanceof Date) return value.toISOString();
  if (Decimal.isDecimal(value)) return value.toFixed();
  return instance(value);
}

const texts = new WeakMap<object, string>();

/** An answer that is given again and again is written once. */
function textOf(answer: object): string {
  const known = texts.get(answer) ?? JSON.stringify(serialize(answer));
  texts.set(answer, known);
  return known;
}

/** Streams and texts pass as they are. */
@Injectable()
export class SerializeInterceptor implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler) {
    return next.handle().pipe(
      map((answer: unknown) => {
        if (answer instanceof StreamableFile) return answer;
        if (!isKept(answer)) return serialize(answer);
        void context.switchToHttp().getResponse<FastifyReply>().type('application/json; charset=utf-8');
        return textOf(answer as object);
      }),
    );
  }
}
