import { ArgsType, Field } from '@nestjs/graphql';
import { Transform } from 'class-transformer';
import { IsArray, IsBoolean, IsOptional, IsString, MaxLength } from 'class-validator';
import { PageArgs, PageQuery } from '#platform';
import type { AccountSearch } from './account-list.js';

const truth: Record<string, boolean> = { true: true, false: false };

/** `GET /inventory/accounts?provider=aws,azure&q=prod&retired=true` */
export class AccountsQuery extends PageQuery implements AccountSearch {
  @IsOptional()
  @Transform(({ value }) => [value as string | string[]].flat().flatMap((each) => String(each).split(',')))
  @IsArray()
  @IsString({ each: true })
  provider?: string[];

  @IsOptional() @IsString() @MaxLength(200) q?: string;

  @IsOptional()
  @Transform(({ value }) => truth[String(value)] ?? (value as unknown))
  @IsBoolean({ message: 'retired must be true or false' })
  retired?: boolean;
}

@ArgsType()
export class AccountsArgs extends PageArgs implements AccountSearch {
  @Field(() => [String], { nullable: true }) @IsOptional() @IsArray() @IsString({ each: true }) provider?: string[];

  @Field(() => String, { nullable: true, description: 'Part of the name or of the id at the provider.' })
  @IsOptional()
  @IsString()
  @MaxLength(200)
  q?: string;

  @Field(() => Boolean, { nullable: true, description: 'Retired accounts instead of those in use.' })
  @IsOptional()
  @IsBoolean()
  retired?: boolean;
}
