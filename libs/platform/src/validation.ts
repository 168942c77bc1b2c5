import { ValidationPipe, type ArgumentMetadata, type ValidationError } from '@nestjs/common';
import { CLASS_TYPE_METADATA } from '@nestjs/graphql';
import { DomainError, type FieldError } from '#common';

/** Faults of nested values are named by their whole path: `scope.tags`. */
export function faults(errors: ValidationError[], above = ''): FieldError[] {
  return errors.flatMap(({ property, constraints, children = [] }) => {
    const field = `${above}${property}`;
    const own = constraints ? [{ field, messages: Object.values(constraints) }] : [];
    return [...own, ...faults(children, `${field}.`)];
  });
}

const isArgs = ({ metatype }: ArgumentMetadata) =>
  metatype !== undefined && Reflect.getMetadata(CLASS_TYPE_METADATA, metatype) === 'args';

/** An argument of GraphQL that is null is as good as left out; only in what is stored does null mean something. */
class Validation extends ValidationPipe {
  override transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    if (!isArgs(metadata) || typeof value !== 'object' || value === null) return super.transform(value, metadata);
    const given = Object.entries(value).filter(([, each]) => each !== null);
    return super.transform(Object.fromEntries(given), metadata);
  }
}

export const validation = new Validation({
  transform: true,
  whitelist: true,
  forbidNonWhitelisted: true,
  exceptionFactory: (errors) => new DomainError('INVALID', 'Some values cannot be used.', { errors: faults(errors) }),
});
