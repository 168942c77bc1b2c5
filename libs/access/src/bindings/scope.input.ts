import { Field, InputType } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  Equals,
  IsArray,
  IsObject,
  IsOptional,
  IsString,
  Length,
  registerDecorator,
  ValidateNested,
} from 'class-validator';

@InputType({ description: 'Whatever bears one of these values of a tag.' })
export class TagScopeInput {
  @Field(() => String) @IsString() @Length(1, 1024) key: string;

  @Field(() => [String], { description: 'None of them: any value.' })
  @IsArray()
  @ArrayMaxSize(500)
  @IsString({ each: true })
  @Length(0, 1024, { each: true })
  values: string[];
}

/** Exactly one of the three words. */
const IsOneScope = (): PropertyDecorator => (target, property) =>
  registerDecorator({
    name: 'isOneScope',
    target: target.constructor,
    propertyName: String(property),
    validator: {
      validate: (value: unknown) => Object.values(value ?? {}).filter((each) => each != null).length === 1,
      defaultMessage: () => `${String(property)} must be one of {all: true}, {accounts: [...]}, {tag: {key, values}}`,
    },
  });

@InputType('AccessScope', { description: 'A part of the estate: one of everything, some accounts, a tag.' })
export class ScopeInput {
  @Field(() => Boolean, { nullable: true, description: 'Everything, also what belongs to no account.' })
  @IsOptional()
  @Equals(true, { message: 'all can only be true' })
  all?: true | null;

  @Field(() => [String], { nullable: true, description: 'Ids or native ids of cloud accounts.' })
  @IsOptional()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(500)
  @IsString({ each: true })
  @Length(1, 400, { each: true })
  accounts?: string[] | null;

  @Field(() => TagScopeInput, { nullable: true })
  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => TagScopeInput)
  tag?: TagScopeInput | null;
}

/** A field that holds a scope. */
export const IsScope = (): PropertyDecorator => (target, property) => {
  for (const each of [IsObject(), ValidateNested(), IsOneScope(), Type(() => ScopeInput)]) each(target, property);
};
