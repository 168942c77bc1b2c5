import type { Day } from '#common';
import { PAYERS } from './estate/organisation.js';

/** The accounts of the demo estate, as the inventory keeps them, and as the sandbox reads them. */
export const demoAccounts = (createdOn: Day) =>
  PAYERS.flatMap(({ provider, accounts }) =>
    accounts.map(({ id, name }) => ({
      provider,
      externalId: id,
      name,
      settings: { connector: 'sandbox', estate: 'demo', createdOn },
    })),
  );
