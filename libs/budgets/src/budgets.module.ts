import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { CostModule } from '#cost';
import { Budget } from './budget.entity.js';
import { BudgetMemory } from './budget-memory.js';
import { BudgetStatuses } from './budget-statuses.js';
import { BudgetsController } from './budgets.controller.js';
import { BudgetHistory, BudgetsResolver } from './budgets.resolver.js';
import { BudgetsService } from './budgets.service.js';
import { DeclaredBudgets } from './declared-budgets.js';
import { CheckBudgetsJob } from './check-budgets.job.js';

@Module({
  imports: [TypeOrmModule.forFeature([Budget]), CostModule],
  controllers: [BudgetsController],
  providers: [
    BudgetsService,
    BudgetMemory,
    BudgetStatuses,
    BudgetsResolver,
    BudgetHistory,
    CheckBudgetsJob,
    DeclaredBudgets,
  ],
  exports: [BudgetsService],
})
export class BudgetsModule {}
