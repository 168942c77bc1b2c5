import { Command as Named, Option, SubCommand } from 'nest-commander';
import { setTimeout as sleep } from 'node:timers/promises';
import { Api } from './api.js';
import { Command, CommandGroup } from './command.js';
import { Failure } from './failure.js';
import { count, counted, duration } from './format.js';
import { Progress } from './progress.js';
import { out, say, tell } from './terminal.js';

/** A sync as `GET /inventory/syncs/:id` answers it. */
interface Sync {
  id: string;
  state: 'queued' | 'running' | 'done' | 'failed' | 'cancelled';
  listingsTotal: number;
  listingsDone: number;
  listingsStale: number;
  resourcesSeen: number;
  resourcesAdded: number;
  resourcesChanged: number;
  resourcesDeleted: number;
  startedAt: string | null;
  endedAt: string | null;
  error: string | null;
}

interface Listing {
  accountId: string;
  region: string;
  type: string;
  state: string;
  reason: string | null;
}

interface Asked {
  account?: string[];
  region?: string[];
  type?: string[];
  wait?: boolean;
  json?: boolean;
}

const SHOWN = 10;
const more = (value: string, before: string[] = []) => [...before, value];

@SubCommand({ name: 'sync', description: 'ask the clouds of connected accounts what they run' })
export class InventorySyncCommand extends Command {
  private readonly progress = new Progress();

  constructor(private readonly api: Api) {
    super();
  }

  @Option({ flags: '--account <id>', description: 'only this account, by its id or native id; may be repeated' })
  account(id: string, before?: string[]) {
    return more(id, before);
  }

  @Option({ flags: '--region <region>', description: 'only this region; may be repeated' })
  region(name: string, before?: string[]) {
    return more(name, before);
  }

  @Option({ flags: '--type <type>', description: 'only this type of resource; may be repeated' })
  type(name: string, before?: string[]) {
    return more(name, before);
  }

  @Option({ flags: '--no-wait', description: 'end as soon as the server has begun' })
  noWait() {
    return false;
  }

  @Option({ flags: '--json', description: 'print the sync as the API answers it' })
  json() {
    return true;
  }

  async run(_words: string[], { account, region, type, wait, json }: Asked): Promise<void> {
    const order = { accountIds: account, regions: region, types: type };
    const begun = await this.api.post<Sync>('/inventory/sync', order);
    const leave = () => {
      this.progress.end();
      tell('The sync goes on at the server.');
      process.exit(1);
    };
    process.once('SIGINT', leave);
    try {
      const sync = wait === false ? begun : await this.follow(begun);
      this.progress.end();
      if (json) say(JSON.stringify(sync, null, 2));
      else say(...summaryOf(sync), ...(sync.listingsStale ? await this.stale() : []));
      if (sync.state === 'failed' || sync.state === 'cancelled')
        throw new Failure(sync.error ?? `The sync is ${sync.state}.`, 'sync again; the log of the server says more');
    } finally {
      this.progress.end();
      process.off('SIGINT', leave);
    }
  }

  private async follow({ id }: Sync): Promise<Sync> {
    for (let pause = 50; ; pause = Math.min(pause * 1.4, 500)) {
      const sync = await this.api.get<Sync>(`/inventory/syncs/${id}`);
      const total = sync.listingsTotal || undefined;
      const label = sync.state === 'queued' ? 'Waiting' : 'Listing';
      const step = { label, done: sync.listingsDone, total, rows: sync.resourcesSeen };
      this.progress.show({ ...step, words: ['listings', 'resources'] });
      if (sync.endedAt) return sync;
      await sleep(pause);
    }
  }

  private async stale(): Promise<string[]> {
    const { items, total } = await this.api.get<{ items: Listing[]; total: number }>(
      `/inventory/listings?state=stale&limit=${SHOWN}`,
    );
    const never = await this.api.get<{ items: Listing[]; total: number }>(
      `/inventory/listings?state=never&limit=${SHOWN}`,
    );
    const shown = [...items, ...never.items].slice(0, SHOWN);
    const rest = total + never.total - shown.length;
    return [
      '',
      'Not as fresh as they should be; what was known of them stays:',
      ...shown.map(({ region, type, reason }) => `  ${region} ${type}: ${reason ?? ''}`),
      ...(rest > 0 ? [`  and ${counted(rest, 'other')}`] : []),
    ];
  }
}

function summaryOf(sync: Sync): string[] {
  const { state, startedAt, endedAt, listingsDone, listingsStale } = sync;
  if (!endedAt) return [`The sync ${sync.id} is ${state}.`];
  const seconds = startedAt ? (Date.parse(endedAt) - Date.parse(startedAt)) / 1000 : 0;
  const mark = state === 'done' ? out('green', '✓') : out('red', '✗');
  return [
    `${mark} Synced in ${duration(seconds)}`,
    '',
    `Listings   ${count(listingsDone)}${listingsStale ? `, ${count(listingsStale)} of them not whole` : ''}`,
    `Resources  ${count(sync.resourcesSeen)} seen · ${count(sync.resourcesAdded)} added · ${count(sync.resourcesChanged)} changed · ${count(sync.resourcesDeleted)} deleted`,
  ];
}

@Named({ name: 'inventory', description: 'what runs: sync', subCommands: [InventorySyncCommand] })
export class InventoryCommand extends CommandGroup {}
