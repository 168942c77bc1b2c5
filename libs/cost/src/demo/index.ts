export { demoBudgets, type DemoBudget } from './demo-budgets.js';
export { DEMO_CALLER, DemoEstate, DemoParts } from './demo-estate.js';
