import { Field, InputType, PartialType, PickType } from '@nestjs/graphql';
import { ArrayMaxSize, ArrayUnique, IsArray, IsOptional, IsString, Length, Matches, MaxLength } from 'class-validator';
import type { Permission } from '#common';

@InputType()
export class RoleInput {
  @Field(() => String, { description: 'Small letters, digits and dashes; it cannot be changed.' })
  @Matches(/^[a-z][a-z0-9-]{1,59}$/, { message: 'name must be 2 to 60 small letters, digits and dashes' })
  name: string;

  @Field(() => String, { nullable: true }) @IsOptional() @IsString() @Length(1, 400) description?: string | null;

  @Field(() => [String], { description: 'Such as `budgets:write`; only those that some operation asks for.' })
  @IsArray()
  @ArrayMaxSize(200)
  @ArrayUnique()
  @IsString({ each: true })
  @MaxLength(100, { each: true })
  permissions: Permission[];
}

@InputType()
export class RoleChanges extends PartialType(PickType(RoleInput, ['description', 'permissions'] as const)) {}
