import { Field, Float, InputType, ObjectType } from '@nestjs/graphql';
import { Expose, Type } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsIn, IsNumber, IsOptional, Max, Min, ValidateNested } from 'class-validator';
import { Column, Entity, Index, type ColumnOptions } from 'typeorm';
import { Decimal, type Day, type Filter, type Scope } from '#common';
import { METRICS, type CostMetric } from '#cost';
import {
  Amount,
  AsDecimal,
  CalendarDay,
  Choice,
  choices,
  Count,
  Currency,
  decimalText,
  Flag,
  GraphQLDate,
  Id,
  IsDecimalNumber,
  Json,
  Moment,
  Ref,
  Text,
} from '#data';
import { PERIODS, type BudgetPeriod } from './budget-period.js';
import { BASES, BUDGET_STATES, type Basis, type BudgetState } from './budget-status.js';
import { IsDay, IsOneMeasure, IsPositive } from './budget.rules.js';

const basisEnum = choices('BudgetBasis', BASES);

@InputType('BudgetThresholdInput')
@ObjectType({ description: 'When a budget speaks up: at a share of its limit, or at an amount.' })
export class BudgetThreshold {
  @Expose()
  @Field(() => Float, { nullable: true, description: 'Of the limit, above 0.' })
  @IsOptional()
  @IsNumber()
  @Min(0.01)
  @Max(10_000)
  percent?: number | null;

  @AsDecimal() @Field(() => Decimal, { nullable: true }) @IsOptional() @IsPositive() amount?: Decimal | string | null;

  @Expose()
  @Field(() => basisEnum, { description: 'What has been spent, or what is expected by the end.' })
  @IsIn(BASES)
  @IsOneMeasure()
  basis: Basis;
}

@InputType('BudgetPlanEntryInput')
@ObjectType({ description: 'The limit of every period that begins on this day or later, until the next entry.' })
export class BudgetPlanEntry {
  @Expose() @Field(() => GraphQLDate) @IsDay() start: Day;
  @AsDecimal() @Field(() => Decimal) @IsDecimalNumber() @IsPositive() limit: Decimal | string;
}

/** Entries in a jsonb column, their amounts as text; read back as what they were. */
const entriesOf = <T extends object>(type: new () => T): ColumnOptions => ({
  type: 'jsonb',
  transformer: {
    to: (entries?: T[]) =>
      entries?.map((entry) =>
        Object.fromEntries(
          Object.entries(entry).map(([key, value]) => [
            key,
            Decimal.isDecimal(value) ? decimalText(value) : (value as unknown),
          ]),
        ),
      ),
    from: (entries: T[]) => entries.map((entry) => Object.assign(new type(), entry)),
  },
});

@Entity()
@Index('budget_name', ['name', 'id'])
@ObjectType({ description: 'A limit on what a part of the estate may cost in a period.' })
export class Budget {
  @Id() id: string;
  @Text({ max: 120, description: 'What people call it.' }) name: string;
  @Amount({ description: 'The most that may be spent in a period that the plan does not name.' })
  @IsPositive()
  limit: Decimal;
  @Currency({ description: 'Charges in other currencies are told apart, never converted.' }) currency: string;
  @Choice({ name: 'BudgetPeriod', values: PERIODS }) period: BudgetPeriod;

  @CalendarDay({ nullable: true, description: 'The first day that counts; its month begins quarters and years.' })
  @IsDay()
  startsOn: Day | null;

  @CalendarDay({ nullable: true, description: 'The last day that counts.' }) @IsDay() endsOn: Day | null;
  @Choice({ name: 'CostMetric', values: METRICS, description: 'Which of the four costs it watches.' })
  metric: CostMetric;
  @Json({ nullable: true, description: 'What it watches, a filter; without one, everything.' }) scope: Filter | null;
  @Ref({ nullable: true, description: 'The budget that this one is a part of.' }) parentId: string | null;

  @Expose()
  @Column(entriesOf(BudgetThreshold))
  @Field(() => [BudgetThreshold])
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(20)
  @ValidateNested({ each: true })
  @Type(() => BudgetThreshold)
  thresholds: BudgetThreshold[];

  @Expose()
  @Column(entriesOf(BudgetPlanEntry))
  @Field(() => [BudgetPlanEntry])
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(400)
  @ValidateNested({ each: true })
  @Type(() => BudgetPlanEntry)
  plan: BudgetPlanEntry[];

  @Choice({ name: 'BudgetState', values: BUDGET_STATES, nullable: true, description: 'As last checked.' })
  state: BudgetState | null;

  @Moment({ nullable: true, description: 'When the state was last checked.' }) checkedAt: Date | null;
  @Text({ max: 200, nullable: true, description: 'The file that declares it, and alone may change it.' })
  declaredIn: string | null;
  @Flag({ initially: false, description: 'Of the demo estate, with which it goes.' }) isDemo: boolean;
  @Moment() createdAt: Date;
  @Moment() updatedAt: Date;
  @Count({ initially: 1, description: 'Counts its changes; the ETag.' }) version: number;

  /** The estate of whoever made it: it counts, and is seen, within that scope alone. */
  @Column('jsonb') madeBy: Scope;
}
