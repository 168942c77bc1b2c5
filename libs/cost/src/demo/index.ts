export { DEMO_MONTHS, DEMO_SOURCE, demoBills, type DemoBill, type DemoOptions } from './demo-bills.js';
export { demoBudgets, type DemoBudget } from './demo-budgets.js';
export { DEMO_CALLER, DemoEstate, DemoParts } from './demo-estate.js';
