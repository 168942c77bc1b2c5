import { Field, Float, Int, ObjectType } from '@nestjs/graphql';
import { Expose, Type } from 'class-transformer';
import { Decimal } from '#common';
import { AsDecimal } from '#data';
import { TagRule } from './tag-rule.entity.js';

const Percent = (description: string): PropertyDecorator => Field(() => Float, { nullable: true, description });

@ObjectType({ description: 'Effective cost of the last 30 complete days in one currency, by how a tag rule is kept.' })
export class TagRuleCost {
  @Expose() @Field(() => String) currency: string;
  @AsDecimal() @Field(() => Decimal) kept: Decimal;
  @AsDecimal() @Field(() => Decimal) missing: Decimal;
  @AsDecimal() @Field(() => Decimal) invalid: Decimal;
  @Expose() @Percent('Of the cost, what keeps the rule; null of nothing.') percent: number | null;
}

@ObjectType({ description: 'How well the resources that a tag rule is for keep it, by number and by cost.' })
export class TagRuleCoverage {
  @Expose() @Type(() => TagRule) @Field(() => TagRule) rule: TagRule;
  @Expose() @Field(() => Int) kept: number;
  @Expose() @Field(() => Int, { description: 'Without the tag.' }) missing: number;
  @Expose() @Field(() => Int, { description: 'With a value that is not allowed.' }) invalid: number;
  @Expose() @Percent('Of the resources, those that keep the rule; null where it is for none.') percent: number | null;
  @Expose() @Type(() => TagRuleCost) @Field(() => [TagRuleCost]) costs: TagRuleCost[];
}

@ObjectType({ description: 'How well the tag rules are kept.' })
export class TagCompliance {
  @Expose() @Type(() => TagRuleCoverage) @Field(() => [TagRuleCoverage]) rules: TagRuleCoverage[];
}
