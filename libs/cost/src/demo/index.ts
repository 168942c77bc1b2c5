export { DemoAccounts } from './demo-accounts.js';
export { DeliveryParts, DemoBills } from './demo-bills.js';
export { DemoBillsJob } from './demo-bills.job.js';
export { demoBudgets, type DemoBudget } from './demo-budgets.js';
export { DEMO_CALLER, DemoEstate, DemoParts } from './demo-estate.js';
