import { applyDecorators } from '@nestjs/common';
import { Field, InputType, PartialType, PickType } from '@nestjs/graphql';
import { IsBoolean, IsIn, IsOptional, Length, registerDecorator } from 'class-validator';
import { choices, GraphQLJSON } from '#data';

/** What an account can be added for; bills may bring accounts of further providers. */
export const PROVIDERS = ['aws', 'azure', 'gcp', 'sandbox', 'files'] as const;

const AccountProvider = choices('AccountProvider', PROVIDERS);

const MOST_SETTINGS = 16_384;

const isSettings = (value: unknown) =>
  typeof value === 'object' &&
  value !== null &&
  !Array.isArray(value) &&
  Buffer.byteLength(JSON.stringify(value)) <= MOST_SETTINGS;

const isLine = (value: unknown) => typeof value === 'string' && /^[^\p{C}]*$/u.test(value);

/** Says what is wrong where `holds` is false. */
const Rule = (name: string, message: string, holds: (value: unknown) => boolean): PropertyDecorator => {
  return (target, property) =>
    registerDecorator({
      name,
      target: target.constructor,
      propertyName: String(property),
      validator: { validate: holds, defaultMessage: () => message },
    });
};

/** A number in YAML would lose its leading zeros, so an id is refused unless it is text. */
const Line = () =>
  applyDecorators(
    Rule('isLine', '$property must be one line of text (in quotes, where it is a number)', isLine),
    Length(1, 400),
  );

/** Accounts as they are added, by a person or in cloudgov.yaml. */
@InputType()
export class CreateAccountInput {
  @Field(() => AccountProvider) @IsIn(PROVIDERS) provider: string;

  @Field(() => String, { description: 'The id that the provider gave it.' })
  @Line()
  externalId: string;

  @Field(() => String)
  @Line()
  name: string;

  @Field(() => GraphQLJSON, { nullable: true, description: 'An object of up to 16 KB; no secrets.' })
  @IsOptional()
  @Rule('isSettings', 'settings must be an object of up to 16 KB', isSettings)
  settings?: Record<string, unknown> | null;

  @Field(() => GraphQLJSON, { nullable: true, description: 'Not taken yet: credentials come with the connectors.' })
  @Rule(
    'noCredential',
    'credential cannot be stored yet: this version reads bills and connects to no cloud; leave it out',
    (value) => value === undefined || value === null,
  )
  credential?: unknown;
}

@InputType()
export class UpdateAccountInput extends PartialType(PickType(CreateAccountInput, ['name', 'settings', 'credential'])) {
  @Field(() => Boolean, { nullable: true, description: 'Leaves it and its resources out of lists and totals, or not.' })
  @IsOptional()
  @IsBoolean()
  retired?: boolean;
}
