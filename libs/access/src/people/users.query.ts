import { ArgsType, Field } from '@nestjs/graphql';
import { Transform } from 'class-transformer';
import { IsBoolean, IsOptional, IsString, MaxLength } from 'class-validator';
import { PageArgs, PageQuery } from '#platform';
import type { PeopleSearch } from './people.service.js';

const truth: Record<string, boolean> = { true: true, false: false };

/** `GET /users?q=ann&disabled=false` */
export class UsersQuery extends PageQuery implements PeopleSearch {
  @IsOptional() @IsString() @MaxLength(254) q?: string;

  @IsOptional()
  @Transform(({ value }) => truth[String(value)] ?? (value as unknown))
  @IsBoolean({ message: 'disabled must be true or false' })
  disabled?: boolean;
}

@ArgsType()
export class UsersArgs extends PageArgs implements PeopleSearch {
  @Field(() => String, { nullable: true, description: 'Part of the name or of the e-mail address.' })
  @IsOptional()
  @IsString()
  @MaxLength(254)
  q?: string;

  @Field(() => Boolean, { nullable: true }) @IsOptional() @IsBoolean() disabled?: boolean;
}
