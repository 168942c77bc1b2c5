import { Injectable } from '@nestjs/common';
import { Clock } from '#common';
import type { CloudAccess, CloudConnection, CloudPlugin } from '../cloud.js';
import { SandboxConnection } from './connection.js';
import { demoEstate, lessonEstate, type Estate } from './estate/estate.js';
import { Ledger } from './ledger.js';
import { accountKey, DEFAULTS, faultsOf, settingsOf, type SandboxSettings } from './settings.js';
import { World } from './world.js';

function estateOf(account: string, { estate, cloud, seed, size, createdOn }: SandboxSettings): Estate {
  if (estate === 'demo') return demoEstate(createdOn, seed);
  return lessonEstate({ account, cloud, seed, size, createdOn });
}

/** A simulated cloud, in the shape of any of three: what is done to it is seen in its listings, metrics and bills. */
@Injectable()
export class Sandbox implements CloudPlugin {
  readonly id = 'sandbox';
  readonly title = 'Sandbox';
  readonly description = 'A simulated account of AWS, Azure or Google Cloud, to learn with and to try things out.';
  readonly example = { settings: { cloud: DEFAULTS.cloud, seed: 7, size: 2, createdOn: DEFAULTS.createdOn } };

  constructor(
    private readonly ledger: Ledger,
    private readonly clock: Clock,
  ) {}

  faults({ externalId, settings }: CloudAccess): string[] {
    return faultsOf(externalId, settings);
  }

  connect({ externalId, settings }: CloudAccess): Promise<CloudConnection> {
    const told = settingsOf(settings);
    const estate = estateOf(externalId, told);
    const payer = estate.payers.find(({ accounts }) => accounts.some(({ id }) => id === externalId))!;
    const account = payer.accounts.find(({ id }) => id === externalId)!;
    const keyOf = (id: string) => accountKey(id, told);
    const world = new World(estate, payer, account);
    return Promise.resolve(new SandboxConnection(world, told, { ledger: this.ledger, clock: this.clock, keyOf }));
  }
}
