import { daysBetween, dayOf } from '#common';
import type { Change, Made } from '../changes.js';
import { Deployment, type Resident } from './deployment.js';
import type { Estate } from './estate.js';
import type { Fleet } from './fleets.js';
import type { Payer } from './organisation.js';

/** Without tags, as what is made by hand mostly is. */
const fleetOf = (account: string, kind: string): Fleet => ({
  ...{ account, kind, prefix: 'by hand', application: 'by hand', count: 0 },
  ...{ rhythm: 'always', cycle: 0, size: 1, tags: 'none' },
});

/** What actions have made in the accounts of one payer. */
export class MadeResidents {
  readonly #residents: Resident[] = [];

  constructor(
    private readonly estate: Estate,
    private readonly payer: Payer,
    changes: ReadonlyMap<string, readonly Change[]>,
  ) {
    for (const [first] of changes.values()) if (first?.made) this.#residents.push(this.resident(first.made, first.at));
  }

  resident(made: Made, at: Date): Resident {
    const account = this.payer.accounts.find(({ id }) => id === made.account) ?? this.payer.accounts[0]!;
    const deployment = new Deployment(this.payer, fleetOf(account.name, made.kind), this.estate.seed);
    return deployment.made(made, daysBetween(this.estate.story, dayOf(at)));
  }

  *on(t: number): Generator<Resident> {
    for (const resident of this.#residents) if (resident.from <= t) yield resident;
  }
}
