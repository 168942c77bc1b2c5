import { applyDecorators } from '@nestjs/common';
import { Field } from '@nestjs/graphql';
import { Transform } from 'class-transformer';
import { registerDecorator } from 'class-validator';
import { GraphQLJSON } from '#data';
import { Secret } from '#platform';

const MOST = 32_768;

const isWords = (value: unknown) =>
  typeof value === 'object' &&
  value !== null &&
  !Array.isArray(value) &&
  Object.keys(value).length > 0 &&
  Object.values(value).every((each) => typeof each === 'string');

/** Words by name, from then on one `Secret` that holds them as JSON; whatever else it was is refused unseen. */
const SecretWords: PropertyDecorator = (target, property) =>
  registerDecorator({
    name: 'credential',
    target: target.constructor,
    propertyName: String(property),
    validator: {
      validate: (value) =>
        value === undefined || value === null || (value instanceof Secret && value.reveal().length <= MOST),
      defaultMessage: () => `${String(property)} must be an object of texts of up to 32 KB, or null for none`,
    },
  });

/** The credential of an account as it comes in: stored encrypted, and told by nothing that goes out. */
export const Credential = () =>
  applyDecorators(
    Field(() => GraphQLJSON, {
      nullable: true,
      description: 'Texts by name, as the connector takes them; stored encrypted, and never shown. Null removes it.',
    }),
    Transform(({ obj, key }): unknown => {
      const value = (obj as Record<string, unknown>)[key];
      if (value === undefined || value === null || value instanceof Secret) return value;
      return isWords(value) ? new Secret(JSON.stringify(value)) : 'something else';
    }),
    SecretWords,
  );
