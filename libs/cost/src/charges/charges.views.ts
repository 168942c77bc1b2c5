import { Field, Int, ObjectType } from '@nestjs/graphql';
import { Expose, Type } from 'class-transformer';
import type { Day } from '#common';
import { AsJson, choices, GraphQLDate, GraphQLJSON } from '#data';
import type { GroupKey } from '../spend/spend.views.js';
import { PERIOD_KINDS, type PeriodKind } from './charge-sql.js';

/** Measure to its exact decimal as text; null where there is nothing to add up, or to divide by. */
export type Measured = Record<string, string | null>;

@ObjectType({ description: 'The charges that share one value of every word of `groupBy`.' })
export class ChargeGroup {
  @AsJson()
  @Field(() => GraphQLJSON, { description: 'Word of `groupBy` to value, null where the charges have none.' })
  key: GroupKey;
  @AsJson()
  @Field(() => GraphQLJSON, { description: 'Measure to an exact decimal as text, null where it has no value.' })
  measures: Measured;
}

@ObjectType({ description: 'Charges in one currency; currencies are never added up.' })
export class CurrencyCharges {
  @Expose()
  @Field(() => String, {
    nullable: true,
    description: 'BillingCurrency, or PricingCurrency where only amounts of `PricingCurrency…` columns are asked.',
  })
  currency: string | null;
  @Expose() @Field(() => Int, { description: 'How many groups there are, also beyond `limit`.' }) groupCount: number;
  @AsJson()
  @Field(() => GraphQLJSON, { nullable: true, description: 'The same measures of all groups together.' })
  total: Measured | null;
  @Expose()
  @Type(() => ChargeGroup)
  @Field(() => [ChargeGroup], { description: 'Largest first measure first.' })
  groups: ChargeGroup[];
}

@ObjectType({ description: 'An answer about the charges themselves.' })
export class CostCharges {
  @Expose() @Field(() => GraphQLDate) from: Day;
  @Expose() @Field(() => GraphQLDate, { description: 'The first day that is left out.' }) to: Day;
  @Expose() @Field(() => choices('PeriodKind', PERIOD_KINDS)) by: PeriodKind;
  @Expose() @Field(() => [String]) groupBy: string[];
  @Expose() @Field(() => [String]) measures: string[];
  @Expose()
  @Field(() => GraphQLDate, { nullable: true, description: 'The last day that is whole in every bill.' })
  completeThrough: Day | null;
  @Expose() @Type(() => CurrencyCharges) @Field(() => [CurrencyCharges]) currencies: CurrencyCharges[];
}
