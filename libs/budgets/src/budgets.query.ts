import { ArgsType, Field, ID } from '@nestjs/graphql';
import { IsIn, IsOptional, IsUUID } from 'class-validator';
import { choices } from '#data';
import { PageArgs, PageQuery } from '#platform';
import type { BudgetSearch } from './budgets.service.js';
import { BUDGET_STATES } from './budget-status.js';

/** `GET /budgets?state&parentId` */
export class BudgetsQuery extends PageQuery implements BudgetSearch {
  @IsOptional() @IsIn(BUDGET_STATES) state?: string;
  @IsOptional() @IsUUID() parentId?: string;
}

@ArgsType()
export class BudgetsArgs extends PageArgs implements BudgetSearch {
  @Field(() => choices('BudgetState', BUDGET_STATES), { nullable: true })
  @IsOptional()
  @IsIn(BUDGET_STATES)
  state?: string;
  @Field(() => ID, { nullable: true }) @IsOptional() @IsUUID() parentId?: string;
}
