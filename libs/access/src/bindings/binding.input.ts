import { ArgsType, Field, InputType, PickType } from '@nestjs/graphql';
import { IsIn, IsOptional, IsString, MaxLength } from 'class-validator';
import { choices } from '#data';
import { PageArgs, PageQuery } from '#platform';
import { PRINCIPALS, RoleBinding, type PrincipalType } from './role-binding.entity.js';
import { IsScope, ScopeInput } from './scope.input.js';

const FIELDS = ['principalType', 'principalId', 'role', 'reason', 'expiresAt'] as const;

@InputType()
export class RoleBindingInput extends PickType(RoleBinding, FIELDS, InputType) {
  @Field(() => ScopeInput, { nullable: true, description: 'Everything, unless told.' })
  @IsOptional()
  @IsScope()
  scope?: ScopeInput | null;
}

export interface BindingSearch {
  principalType?: PrincipalType;
  principalId?: string;
  role?: string;
}

/** `GET /access/bindings?principalType&principalId&role` */
export class RoleBindingsQuery extends PageQuery implements BindingSearch {
  @IsOptional() @IsIn(PRINCIPALS) principalType?: PrincipalType;
  @IsOptional() @IsString() @MaxLength(400) principalId?: string;
  @IsOptional() @IsString() @MaxLength(60) role?: string;
}

@ArgsType()
export class RoleBindingsArgs extends PageArgs implements BindingSearch {
  @Field(() => choices('PrincipalType', PRINCIPALS), { nullable: true })
  @IsOptional()
  @IsIn(PRINCIPALS)
  principalType?: PrincipalType;
  @Field(() => String, { nullable: true }) @IsOptional() @IsString() @MaxLength(400) principalId?: string;
  @Field(() => String, { nullable: true }) @IsOptional() @IsString() @MaxLength(60) role?: string;
}
