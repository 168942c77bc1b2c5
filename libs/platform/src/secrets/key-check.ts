import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { Database } from '#data';
import { Keyring } from './keyring.js';
import { keysInUse } from './rotate.js';

type Lost = Awaited<ReturnType<typeof keysInUse>>;

/** The keys that stored secrets need and this installation does not have. Throws where its own cannot be read. */
export async function lostKeys(db: Pick<Database, 'query'>, keyring: Keyring): Promise<Lost> {
  const known = new Set(keyring.keys.map(({ id }) => id));
  return (await keysInUse(db)).filter(({ key }) => !known.has(key));
}

export const describeLostKeys = (lost: Lost, keyring: Keyring) =>
  `${lost.map(({ key, secrets }) => `${secrets} stored under the key ${key}`).join(', ')}, which is not that of ${keyring.source}`;

/** Says at start, rather than when a secret is needed, that it cannot be read; all that needs none works. */
@Injectable()
export class KeyCheck implements OnApplicationBootstrap {
  private readonly log = new Logger('Secrets');

  constructor(
    private readonly db: Database,
    private readonly keyring: Keyring,
  ) {}

  async onApplicationBootstrap() {
    try {
      const lost = await lostKeys(this.db, this.keyring);
      if (lost.length)
        this.log.error(`Secrets cannot be read: ${describeLostKeys(lost, this.keyring)}. Set the right key.`);
    } catch (error) {
      this.log.error(`Secrets cannot be read: ${(error as Error).message}`);
    }
  }
}
