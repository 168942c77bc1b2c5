import { ArgsType, Field, InputType, Int, OmitType, PickType } from '@nestjs/graphql';
import { Transform, Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  Length,
  Max,
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator';
import { choices } from '#data';
import { SpendArgs } from '../spend/spend.query.js';
import { OPERATORS, type ChargeCondition, type Operator } from './charge-conditions.js';
import { PERIOD_KINDS, type PeriodKind } from './charge-sql.js';

const periodKindEnum = choices('PeriodKind', PERIOD_KINDS);
const operatorEnum = choices('ChargeOperator', OPERATORS);

/** One condition on one column; several must all hold. */
@InputType('ChargeCondition')
export class ChargeConditionInput implements ChargeCondition {
  @Field(() => String, {
    description: 'A FOCUS column, `tag:KEY`, or a key of a JSON column: `SkuPriceDetails.CoreCount`, `x.x_Project`.',
  })
  @IsString()
  @Length(1, 300)
  column: string;

  @Field(() => operatorEnum, {
    description: '`like` has `%` for any letters and looks at no case; `eqcolumn` compares with another column.',
  })
  @IsIn(OPERATORS)
  op: Operator;

  @Field(() => [String], { nullable: true, description: 'One value, several for `in`, none for `isnull`.' })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(500)
  @IsString({ each: true })
  @MaxLength(2048, { each: true })
  values?: string[];
}

/** The question of `GET /cost/charges` and `costCharges`. */
@ArgsType()
export class ChargesArgs extends PickType(SpendArgs, ['from', 'to', 'filter'] as const, ArgsType) {
  @Field(() => periodKindEnum, {
    nullable: true,
    description: 'Whether `from` and `to` mean the period of the charges (unless told) or that of their bills.',
  })
  @IsOptional()
  @IsIn(PERIOD_KINDS)
  by?: PeriodKind;

  @Field(() => [ChargeConditionInput], { nullable: true, description: 'All must hold.' })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(20)
  @ValidateNested({ each: true })
  @Type(() => ChargeConditionInput)
  where?: ChargeConditionInput[];

  @Field(() => [String], {
    nullable: true,
    description: 'Up to eight: any FOCUS column, `day`, `month`, `billingMonth`, `tag:KEY`, a key of a JSON column.',
  })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(8)
  @ArrayUnique()
  @IsString({ each: true })
  @Length(1, 300, { each: true })
  groupBy?: string[];

  @Field(() => [String], {
    nullable: true,
    description:
      'Up to ten, `sum:EffectiveCost` unless told. See docs/focus-use-cases.md: sum, avg, min, max, countDistinct, count, ratio, difference, share, change, changeRate, savings, contractedSavings, commitmentSavings, discountRate, effectiveSavingsRate, tagCoverage.',
  })
  @IsOptional()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(10)
  @ArrayUnique()
  @IsString({ each: true })
  @Length(1, 300, { each: true })
  measures?: string[];

  @Field(() => Int, { nullable: true, description: 'Groups of each currency, largest first; 100 unless told.' })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(5000)
  limit?: number;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Only days on which a group costs what it usually does not: actual, expected, impact and score.',
  })
  @IsOptional()
  @Transform(({ value }) => (value === 'true' ? true : value === 'false' ? false : (value as unknown)))
  @IsBoolean()
  anomalies?: boolean;
}

/** The same in a query string, where a condition is one text that the pipe reads. */
@ArgsType()
export class ChargesQuery extends OmitType(ChargesArgs, ['where'] as const, ArgsType) {
  @Field(() => [String], {
    nullable: true,
    description: '`COLUMN:OPERATOR:VALUE`, such as `ChargeCategory:eq:Credit`; repeated, all must hold.',
  })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(20)
  @IsString({ each: true })
  where?: string[];
}
