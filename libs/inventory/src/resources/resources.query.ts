import { ArgsType, Field, GraphQLISODateTime, ID } from '@nestjs/graphql';
import { Transform, Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsBoolean,
  IsDate,
  IsIn,
  IsOptional,
  IsString,
  MaxLength,
  registerDecorator,
  ValidateNested,
} from 'class-validator';
import { GraphQLJSON } from '#data';
import { FilterInput, PageArgs, PageQuery } from '#platform';
import type { ConfigSearch } from './config-search.js';
import type { ResourceSearch } from './resource-list.js';

const truth: Record<string, boolean> = { true: true, false: false };

/** The words of `GET /inventory` beside those of the filter (`provider`, `tag.KEY` …), which have no fixed names. */
export class ResourcesQuery extends PageQuery {
  @IsOptional()
  @Transform(({ value }) => [value as string | string[]].flat())
  @IsArray()
  @ArrayMaxSize(100)
  @IsString({ each: true })
  @MaxLength(100, { each: true })
  state?: string[];

  @IsOptional()
  @Transform(({ value }) => [value as string | string[]].flat())
  @IsArray()
  @ArrayMaxSize(100)
  @IsString({ each: true })
  @MaxLength(256, { each: true })
  owner?: string[];

  @IsOptional() @IsString() @MaxLength(200) q?: string;

  @IsOptional()
  @Transform(({ value }) => truth[String(value)] ?? (value as unknown))
  @IsBoolean({ message: 'untagged must be true or false' })
  untagged?: boolean;

  @IsOptional()
  @Type(() => Date)
  @IsDate({ message: 'seenAfter must be an instant or a day, such as 2026-01-31T00:00:00Z' })
  seenAfter?: Date;

  @IsOptional() @IsIn(['json', 'csv']) format?: 'json' | 'csv';
}

/** Paths to lists of values, all texts. */
const isConfig = (value: unknown) =>
  typeof value === 'object' &&
  value !== null &&
  Object.values(value).every((list) => Array.isArray(list) && list.every((each) => typeof each === 'string'));

const IsConfig = (): PropertyDecorator => (target, property) =>
  registerDecorator({
    name: 'isConfig',
    target: target.constructor,
    propertyName: String(property),
    validator: { validate: isConfig, defaultMessage: () => 'config must map paths to lists of texts' },
  });

/** `GET /inventory/:id?asOf` */
export class ResourceQuery {
  @IsOptional()
  @Type(() => Date)
  @IsDate({ message: 'asOf must be an instant or a day, such as 2026-01-31T00:00:00Z' })
  asOf?: Date;
}

@ArgsType()
export class ResourceSearchArgs extends PageArgs implements ResourceSearch {
  @Field(() => FilterInput, { nullable: true })
  @IsOptional()
  @ValidateNested()
  @Type(() => FilterInput)
  filter?: FilterInput;

  @Field(() => [String], { nullable: true }) @IsOptional() @IsArray() @MaxLength(100, { each: true }) state?: string[];
  @Field(() => [String], { nullable: true }) @IsOptional() @IsArray() @MaxLength(256, { each: true }) owner?: string[];

  @Field(() => String, {
    nullable: true,
    description: 'Part of the name, native id or a tag’s value; of one or two characters, the beginning of the name.',
  })
  @IsOptional()
  @MaxLength(200)
  q?: string;

  @Field(() => Boolean, { nullable: true, description: 'Only those without any tag, or only those with one.' })
  @IsOptional()
  @IsBoolean()
  untagged?: boolean;

  @Field(() => GraphQLISODateTime, { nullable: true }) @IsOptional() @IsDate() seenAfter?: Date;

  @Field(() => GraphQLJSON, {
    nullable: true,
    description:
      '`{"State.Name": ["running"]}`: what must stand in the configuration; `*` is any but null, `<2026-12-24` and the like compare.',
  })
  @IsOptional()
  @IsConfig()
  config?: ConfigSearch;

  @Field(() => GraphQLJSON, { nullable: true, description: 'The same, of what must not stand there.' })
  @IsOptional()
  @IsConfig()
  notConfig?: ConfigSearch;
}

@ArgsType()
export class ResourcePageArgs extends PageArgs {
  @Field(() => ID, { description: 'Of the resource.' }) @IsString() @MaxLength(100) id: string;
}
