export { Budget } from './budget.entity.js';
export { BudgetInput } from './budget.input.js';
export { BudgetsModule } from './budgets.module.js';
export { BudgetsService } from './budgets.service.js';
