import { applyDecorators } from '@nestjs/common';
import { Field } from '@nestjs/graphql';
import { Transform } from 'class-transformer';
import { IsOptional, registerDecorator } from 'class-validator';
import { Secret } from './secret.js';

const SecretOf =
  (max: number): PropertyDecorator =>
  (target, property) =>
    registerDecorator({
      name: 'secret',
      target: target.constructor,
      propertyName: String(property),
      validator: {
        validate: (value) => value instanceof Secret && value.reveal().length >= 1 && value.reveal().length <= max,
        defaultMessage: () => `${String(property)} must have 1 to ${max} characters`,
      },
    });

interface Options {
  max: number;
  nullable?: boolean;
  description?: string;
}

/**
 * A field of an input such as a credential, told as text and from then on a `Secret`: no answer, log, error or audit
 * entry shows it. It has no column and no output; what is to be kept goes to `Secrets`.
 */
export const WriteOnly = ({ max, nullable = false, description }: Options) =>
  applyDecorators(
    Field(() => String, { nullable, description: description ?? 'Stored encrypted, and never shown.' }),
    Transform(({ obj, key }): unknown => {
      const value = (obj as Record<string, unknown>)[key];
      return typeof value === 'string' ? new Secret(value) : value;
    }),
    SecretOf(max),
    ...(nullable ? [IsOptional()] : []),
  );
