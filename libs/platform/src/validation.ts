import { ValidationPipe, type ValidationError } from '@nestjs/common';
import { DomainError, type FieldError } from '#common';

/** Faults of nested values are named by their whole path: `scope.tags`. */
export function faults(errors: ValidationError[], above = ''): FieldError[] {
  return errors.flatMap(({ property, constraints, children = [] }) => {
    const field = `${above}${property}`;
    const own = constraints ? [{ field, messages: Object.values(constraints) }] : [];
    return [...own, ...faults(children, `${field}.`)];
  });
}

export const validation = new ValidationPipe({
  transform: true,
  whitelist: true,
  forbidNonWhitelisted: true,
  exceptionFactory: (errors) => new DomainError('INVALID', 'Some values cannot be used.', { errors: faults(errors) }),
});
