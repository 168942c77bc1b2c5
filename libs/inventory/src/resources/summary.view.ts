import { Field, Float, Int, ObjectType } from '@nestjs/graphql';
import { Expose } from 'class-transformer';
import { Decimal } from '#common';
import { AsDecimal } from '#data';

@ObjectType({ description: 'Effective cost of the last 30 complete days, in one currency.' })
export class MonthlyCost {
  @Expose() @Field(() => String) currency: string;
  @AsDecimal() @Field(() => Decimal) monthlyCost: Decimal;
}

@ObjectType({ description: 'The resources that share one value of a field.' })
export class SummaryGroup {
  @Expose() @Field(() => String, { nullable: true, description: 'The value; null where it is not known.' }) key:
    string | null;
  @Expose() @Field(() => String, { nullable: true, description: 'What people call it, where the key is an id.' }) name:
    string | null;
  @Expose() @Field(() => Int) count: number;
  @Expose() @Field(() => [MonthlyCost]) costs: MonthlyCost[];
}

@ObjectType({ description: 'How much of the monthly cost bears a tag, in one currency.' })
export class TaggedCost {
  @Expose() @Field(() => String) currency: string;
  @AsDecimal() @Field(() => Decimal) tagged: Decimal;
  @AsDecimal() @Field(() => Decimal) untagged: Decimal;
  @Expose() @Field(() => Float, { nullable: true, description: 'Null where nothing was billed.' }) percent:
    number | null;
}

@ObjectType({ description: 'How many resources bear a tag, by number and by cost.' })
export class TagCoverage {
  @Expose() @Field(() => Int) tagged: number;
  @Expose() @Field(() => Int) untagged: number;
  @Expose() @Field(() => Float, { nullable: true, description: 'Null where there is no resource.' }) percent:
    number | null;
  @Expose() @Field(() => [TaggedCost]) costs: TaggedCost[];
}

@ObjectType({ description: 'Counts and monthly cost of what the filter selects, the largest groups first.' })
export class InventorySummary {
  @Expose() @Field(() => Int) count: number;
  @Expose() @Field(() => [MonthlyCost]) costs: MonthlyCost[];
  @Expose() @Field(() => [SummaryGroup]) byProvider: SummaryGroup[];
  @Expose() @Field(() => [SummaryGroup]) byService: SummaryGroup[];
  @Expose() @Field(() => [SummaryGroup]) byRegion: SummaryGroup[];
  @Expose() @Field(() => [SummaryGroup]) byAccount: SummaryGroup[];
  @Expose() @Field(() => [SummaryGroup]) byType: SummaryGroup[];
  @Expose() @Field(() => TagCoverage) tagCoverage: TagCoverage;
}
