import { Field, InputType, OmitType, PartialType, PickType } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import { IsIn, IsObject, IsOptional, ValidateNested } from 'class-validator';
import { METRICS, type CostMetric } from '#cost';
import { choices } from '#data';
import { FilterInput } from '#platform';
import { Budget } from './budget.entity.js';

const FIELDS = ['name', 'limit', 'currency', 'period', 'startsOn', 'endsOn', 'parentId', 'thresholds', 'plan'] as const;

/** The metric and the lists may be left out: effective cost, no thresholds, no plan. */
@InputType()
export class BudgetInput extends PickType(Budget, FIELDS, InputType) {
  @Field(() => choices('CostMetric', METRICS), { nullable: true, description: '`effective` unless told.' })
  @IsOptional()
  @IsIn(METRICS)
  metric?: CostMetric;

  @Field(() => FilterInput, { nullable: true, description: 'Without one it watches everything.' })
  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => FilterInput)
  scope?: FilterInput | null;
}

@InputType()
export class BudgetChanges extends PartialType(OmitType(BudgetInput, ['scope'] as const), InputType) {
  @Field(() => FilterInput, { nullable: true })
  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => FilterInput)
  scope?: FilterInput | null;
}
