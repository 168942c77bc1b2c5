import { ArgsType, Field, GraphQLISODateTime, InputType } from '@nestjs/graphql';
import { Transform, Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsDate,
  IsOptional,
  IsString,
  Matches,
  MaxLength,
} from 'class-validator';
import { PageArgs, PageQuery } from '#platform';
import { IsScope, ScopeInput } from '../bindings/scope.input.js';

@InputType()
export class TokenInput {
  @Field(() => String, { description: 'Letters, digits, dots and dashes; the audit log knows it as `token:NAME`.' })
  @Matches(/^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/, { message: 'name must be 1 to 100 letters, digits, dots and dashes' })
  @Matches(/^(?![0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$)/i, { message: 'name must not look like an id' })
  name: string;

  @Field(() => [String], { description: 'Names of roles that the caller holds.' })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(20)
  @ArrayUnique()
  @IsString({ each: true })
  @MaxLength(60, { each: true })
  roles: string[];

  @Field(() => ScopeInput, { nullable: true, description: 'Where they hold: everywhere, unless told.' })
  @IsOptional()
  @IsScope()
  scope?: ScopeInput | null;

  @Field(() => GraphQLISODateTime, { nullable: true, description: 'From when on it is refused; never, unless told.' })
  @IsOptional()
  @Type(() => Date)
  @IsDate()
  expiresAt?: Date | null;
}

export interface TokenSearch {
  /** Revoked ones instead of those in use. */
  revoked?: boolean;
}

const truth: Record<string, boolean> = { true: true, false: false };

/** `GET /tokens?revoked=true` */
export class TokensQuery extends PageQuery implements TokenSearch {
  @IsOptional()
  @Transform(({ value }) => truth[String(value)] ?? (value as unknown))
  @IsBoolean({ message: 'revoked must be true or false' })
  revoked?: boolean;
}

@ArgsType()
export class TokensArgs extends PageArgs implements TokenSearch {
  @Field(() => Boolean, { nullable: true, description: 'Revoked ones instead of those in use.' })
  @IsOptional()
  @IsBoolean()
  revoked?: boolean;
}
