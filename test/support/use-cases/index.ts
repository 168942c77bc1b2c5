import { ACCOUNTS_AND_INVOICES } from './accounts-and-invoices.js';
import { RATES } from './rates.js';
import { SERVICES } from './services.js';
import { BUDGETS, TRENDS } from './trends.js';
import type { UseCase } from './use-case.js';
import { VIRTUAL_CURRENCY } from './virtual-currency.js';

/** The use cases of the FOCUS library, by what they are about. */
export const CHAPTERS: readonly (readonly [title: string, useCases: readonly UseCase[]])[] = [
  ['Accounts and invoices', ACCOUNTS_AND_INVOICES],
  ['Services, accounts and applications', SERVICES],
  ['Rates, discounts and commitments', RATES],
  ['Virtual currency', VIRTUAL_CURRENCY],
  ['Anomalies and forecasts', TRENDS],
  ['Budgets', BUDGETS],
];

export const USE_CASES = CHAPTERS.flatMap(([, useCases]) => useCases);
export * from './use-case.js';
