import { applyDecorators } from '@nestjs/common';
import { Field, InputType, OmitType, PartialType, PickType } from '@nestjs/graphql';
import { IsBoolean, IsIn, IsOptional, Length, Matches, registerDecorator } from 'class-validator';
import { choices, GraphQLJSON } from '#data';
import type { Secret } from '#platform';
import { Credential } from './credential.js';

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

  @Credential() credential?: Secret | null;
}

/** In cloudgov.yaml a credential is named, never written. */
@InputType()
export class DeclaredAccountInput extends OmitType(CreateAccountInput, ['credential']) {
  @Field(() => String, { nullable: true, description: 'The environment variable that holds the credential, as JSON.' })
  @IsOptional()
  @Matches(/^[A-Za-z_]\w{0,199}$/, { message: 'credentialEnv must be the name of an environment variable' })
  credentialEnv?: string | null;
}

@InputType()
export class UpdateAccountInput extends PartialType(PickType(CreateAccountInput, ['name', 'settings', 'credential'])) {
  @Field(() => Boolean, { nullable: true, description: 'Leaves it and its resources out of lists and totals, or not.' })
  @IsOptional()
  @IsBoolean()
  retired?: boolean;
}
