import { Field, InputType, ObjectType } from '@nestjs/graphql';
import { Expose, Type } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsOptional, Length, ValidateNested } from 'class-validator';

@InputType('OwnerRuleInput')
@ObjectType({ description: 'A tag that says whose a resource is.' })
export class OwnerRule {
  @Expose() @Field(() => String, { description: 'The key of the tag.' }) @Length(1, 256) key: string;

  @Expose()
  @Field(() => String, { nullable: true, description: 'The value that it must have; without one, any.' })
  @IsOptional()
  @Length(1, 256)
  value?: string | null;

  @Expose()
  @Field(() => String, { nullable: true, description: 'Whose it is then; without one, the tag’s value says so.' })
  @IsOptional()
  @Length(1, 256)
  owner?: string | null;
}

@ObjectType({ description: 'In this order; the first that a resource’s tags answer says its owner.' })
export class OwnerRules {
  @Expose() @Type(() => OwnerRule) @Field(() => [OwnerRule]) rules: OwnerRule[];
}

@InputType()
export class OwnerRulesInput {
  @Field(() => [OwnerRule])
  @IsArray()
  @ArrayMaxSize(500)
  @ValidateNested({ each: true })
  @Type(() => OwnerRule)
  rules: OwnerRule[];
}
