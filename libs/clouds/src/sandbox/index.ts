export { DatabaseLedger } from './database-ledger.js';
export { BILL_MONTHS, demoBills, type Bill } from './estate/bills.js';
export { PAYERS } from './estate/organisation.js';
export { BILL_COLUMNS } from './estate/row.js';
export { Ledger } from './ledger.js';
export { Sandbox } from './sandbox.js';
export { demoAccounts } from './demo-accounts.js';
