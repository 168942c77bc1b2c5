import { applyDecorators } from '@nestjs/common';
import { Field, InputType } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsObject,
  IsOptional,
  IsString,
  MaxLength,
  registerDecorator,
  ValidateNested,
} from 'class-validator';
import type { Filter } from '#common';
import { GraphQLJSON } from '#data';

const Words = (description: string) =>
  applyDecorators(
    Field(() => [String], { nullable: true, description }),
    IsOptional(),
    IsArray(),
    ArrayMaxSize(500),
    IsString({ each: true }),
    MaxLength(2048, { each: true }),
  );

const isText = (value: unknown) => typeof value === 'string' && value.length <= 1024;

/** Keys to lists of values, both short texts. */
function isTags(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const entries = Object.entries(value);
  return (
    entries.length <= 50 && entries.every(([key, list]) => isText(key) && Array.isArray(list) && list.every(isText))
  );
}

const IsTags = (): PropertyDecorator => (target, property) =>
  registerDecorator({
    name: 'isTags',
    target: target.constructor,
    propertyName: String(property),
    validator: { validate: isTags, defaultMessage: () => 'tags must map keys to lists of values' },
  });

/** The filter that every list, total, budget and rule takes. Lists must all hold; the values of one are alternatives. */
@InputType('Filter')
export class FilterInput implements Filter {
  @Words('`aws`, `azure`, `gcp` …') providers?: string[];
  @Words('Ids or native ids of cloud accounts.') accounts?: string[];
  @Words('Native regions, such as `eu-central-1`.') regions?: string[];
  @Words('Service names as the bill says them.') services?: string[];
  @Words('Resource types.') types?: string[];
  @Words('FOCUS service categories, such as `Compute`.') categories?: string[];
  @Words('Ids or native ids of resources.') resources?: string[];

  @Field(() => GraphQLJSON, { nullable: true, description: '`{KEY: [VALUES]}`; an empty list accepts any value.' })
  @IsOptional()
  @IsTags()
  tags?: Record<string, string[]>;

  @Field(() => FilterInput, { nullable: true, description: 'What is left out.' })
  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => FilterInput)
  not?: FilterInput;
}
