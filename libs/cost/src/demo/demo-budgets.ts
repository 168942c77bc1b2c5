import { PAYERS } from '#clouds';
import { addDays, addMonths, monthStart, type Day, type Filter } from '#common';

/** A budget as `POST /budgets` takes it. */
export interface DemoBudget {
  name: string;
  limit: string;
  currency: string;
  period: 'daily' | 'monthly' | 'quarterly' | 'annual' | 'custom';
  startsOn?: Day;
  endsOn?: Day;
  scope?: Filter;
  thresholds: { percent: number; basis: 'actual' | 'forecasted' }[];
}

const WARNINGS: DemoBudget['thresholds'] = [
  { percent: 80, basis: 'actual' },
  { percent: 100, basis: 'actual' },
  { percent: 100, basis: 'forecasted' },
];

const accountIds = (...names: string[]): Filter => ({
  accounts: PAYERS.flatMap(({ accounts }) => accounts)
    .filter(({ name }) => names.includes(name))
    .map(({ id }) => id),
});

const monthly = (name: string, limit: string, currency: string, scope?: Filter): DemoBudget => ({
  ...{ name, limit, currency, scope, period: 'monthly', thresholds: WARNINGS },
});

/** Fees of which the whole month is paid on its first day. */
const FEES = ['AWS Support', 'Google Cloud Support', 'Datadog Pro', 'Confluent Cloud'];

/**
 * Budgets over the bills of `demoBills` with the same `createdOn` and the usual seed. In the month of the story, once it
 * is some days old: the warehouse is exceeded, the storefront will be, the fees warn from the first day on, payments,
 * Azure and the year are well. Research was exceeded before, and stays so.
 */
export function demoBudgets({ createdOn }: { createdOn: Day }): DemoBudget[] {
  const month = monthStart(addDays(createdOn, -1));
  return [
    monthly('Data warehouse', '18000', 'USD', { services: ['BigQuery'] }),
    monthly('Storefront production', '9800', 'USD', accountIds('storefront-prod')),
    monthly('Support and subscriptions', '5500', 'USD', { services: FEES }),
    monthly('Payments production', '11500', 'USD', accountIds('payments-prod')),
    monthly('Azure', '19500', 'EUR', { providers: ['azure'] }),
    {
      ...monthly('Research grant', '7500', 'USD', accountIds('ml-research')),
      ...{ period: 'custom', startsOn: addMonths(month, -2), endsOn: addDays(addMonths(month, 2), -1) },
    },
    { ...monthly('Data team, quarter', '165000', 'USD', { tags: { team: ['data'] } }), period: 'quarterly' },
    { ...monthly('Everything in dollars, year', '1200000', 'USD'), period: 'annual' },
    { ...monthly('Sandbox, a day', '70', 'USD', accountIds('sandbox')), period: 'daily' },
  ];
}
