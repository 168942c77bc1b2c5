export { BILL_MONTHS, billsOf, demoBills, type Bill, type BillOptions, type DemoOptions } from './estate/bills.js';
export { PAYERS } from './estate/organisation.js';
export { BILL_COLUMNS } from './estate/row.js';
