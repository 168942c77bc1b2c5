import { Body, Delete, Get, HttpCode, Patch, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { Caller } from '#common';
import { Answers, CurrentCaller, IdParam, IfMatch, PageView, Requires, Rest } from '#platform';
import { Budget } from './budget.entity.js';
import { BudgetChanges, BudgetInput } from './budget.input.js';
import { BudgetStatus } from './budget-status.view.js';
import { BudgetStatuses } from './budget-statuses.js';
import { BudgetsQuery } from './budgets.query.js';
import { BudgetsService } from './budgets.service.js';

@Rest('budgets')
export class BudgetsController {
  constructor(
    private readonly service: BudgetsService,
    private readonly statuses: BudgetStatuses,
  ) {}

  @Get() @Requires('budgets:read') @Answers([Budget], 'Budgets, by name unless told.') async list(
    @CurrentCaller() caller: Caller,
    @Query() query: BudgetsQuery,
  ) {
    return new PageView(await this.service.list(caller, query, query));
  }
  @Post() @Requires('budgets:write') @Answers(Budget, 'Makes a budget.') async create(
    @CurrentCaller() caller: Caller,
    @Body() input: BudgetInput,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const budget = await this.service.create(caller, input);
    void reply.header('location', `/budgets/${budget.id}`);
    return budget;
  }
  @Get(':id') @Requires('budgets:read') @Answers(Budget, 'One budget.') get(
    @CurrentCaller() caller: Caller,
    @IdParam() id: string,
  ) {
    return this.service.get(caller, id);
  }
  @Get(':id/status')
  @Requires('budgets:read')
  @Answers(BudgetStatus, 'Where a budget stands: spend, forecast, thresholds and state.')
  async status(@CurrentCaller() caller: Caller, @IdParam() id: string) {
    return this.statuses.of(await this.service.get(caller, id));
  }
  @Patch(':id') @Requires('budgets:write') @Answers(Budget, 'Changes what is named of a budget.') update(
    @CurrentCaller() caller: Caller,
    @IdParam() id: string,
    @Body() changes: BudgetChanges,
    @IfMatch() seen?: number,
  ) {
    return this.service.update(caller, id, changes, seen);
  }
  @Delete(':id') @HttpCode(204) @Requires('budgets:write') @Answers(null, 'Deletes a budget.') remove(
    @CurrentCaller() caller: Caller,
    @IdParam() id: string,
    @IfMatch() seen?: number,
  ) {
    return this.service.remove(caller, id, seen);
  }
}
