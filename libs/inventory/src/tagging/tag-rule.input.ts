import { Field, InputType, OmitType, PartialType, PickType } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import { IsBoolean, IsObject, IsOptional, ValidateNested } from 'class-validator';
import { FilterInput } from '#platform';
import { TagRule } from './tag-rule.entity.js';

@InputType()
export class TagRuleInput extends PickType(TagRule, ['key', 'allowedValues', 'description'] as const, InputType) {
  @Field(() => Boolean, { nullable: true, description: 'True unless told.' })
  @IsOptional()
  @IsBoolean()
  isRequired?: boolean;

  @Field(() => FilterInput, { nullable: true, description: 'Without one it is for all resources.' })
  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => FilterInput)
  appliesTo?: FilterInput | null;
}

@InputType()
export class TagRuleChanges extends PartialType(OmitType(TagRuleInput, ['appliesTo'] as const), InputType) {
  @Field(() => FilterInput, { nullable: true })
  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => FilterInput)
  appliesTo?: FilterInput | null;
}
