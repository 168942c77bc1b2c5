import type { Database } from '#data';
import type { Keyring } from './keyring.js';
import { open, seal, type SealedIn } from './seal.js';
import { newKey, type SecretKey } from './secret-key.js';
import { SECRETS_LOCK } from './secrets.js';

const BATCH = 100;
const FIRST = '00000000-0000-0000-0000-000000000000';

interface Row extends SealedIn {
  ciphertext: Buffer;
}

/** What a rotation has done, and what it could not do. */
export interface Rotated {
  /** The key under which the secrets are now. */
  key: string;
  rotated: number;
  /** Keys that secrets need and that are not known. */
  lostKeys: string[];
  /** Rows that were changed by somebody else; they cannot be read any more. */
  altered: string[];
}

interface RotationParts {
  db: Database;
  keyring: Keyring;
}

/**
 * Puts every stored secret under the newest key, a batch in each transaction, beside processes that read and write them.
 * May be killed at any moment and run again: what has been done stays, and no key goes before the last secret that it opens.
 */
export class Rotation {
  private rotated = 0;
  private readonly altered: string[] = [];

  constructor(private readonly parts: RotationParts) {}

  /** One at a time, or two would each give the file a key and one of these would be lost. */
  run(): Promise<Rotated | 'busy'> {
    return this.parts.db.exclusively('secrets rotate', () => this.rotate());
  }

  private async rotate(): Promise<Rotated> {
    const { keyring } = this.parts;
    const key = await this.newestKey();
    await this.moveAll(key);
    if (keyring.isFile) await this.retire(key);
    const known = new Set(keyring.keys.map(({ id }) => id));
    const lostKeys = (await this.otherKeys(key)).filter((id) => !known.has(id));
    return { key: key.id, rotated: this.rotated, lostKeys, altered: [...new Set(this.altered)] };
  }

  /** A file gets a new key, unless an earlier rotation was cut short after it had given it one. */
  private async newestKey(): Promise<SecretKey> {
    const { keyring } = this.parts;
    const own = keyring.isFile ? keyring.file.read() : [];
    const [newest] = own;
    if (!newest || own.length > 1 || !(await this.isUsed(newest))) return keyring.newest();
    const key = newKey();
    keyring.file.replace([key, ...own]);
    return key;
  }

  private async moveAll(to: SecretKey) {
    const others = new Set(await this.otherKeys(to));
    for (const from of this.parts.keyring.keys)
      for (let after: string | undefined = FIRST; others.has(from.id) && after;)
        after = await this.parts.db.transaction(() => this.moveBatch(from, to, after!));
  }

  /** Returns the last row that it has seen, or undefined where there are no more. */
  private async moveBatch(from: SecretKey, to: SecretKey, after: string): Promise<string | undefined> {
    const rows = await this.parts.db.query<Row>(
      `select id, owner_type as "ownerType", owner_id as "ownerId", name, ciphertext from secret
       where key_id = $1 and id > $2 order by id limit ${BATCH} for update`,
      [from.id, after],
    );
    for (const row of rows) await this.move(row, from, to);
    return rows.at(-1)?.id;
  }

  private async move(row: Row, from: SecretKey, to: SecretKey) {
    let text: string;
    try {
      text = open(row.ciphertext, row, from);
    } catch {
      return void this.altered.push(row.id);
    }
    const sealed = seal(text, row, to);
    await this.parts.db.query('update secret set ciphertext = $2, key_id = $3 where id = $1', [row.id, sealed, to.id]);
    this.rotated += 1;
  }

  /** Whoever writes now uses the newest key; who began before is waited for, and what they wrote is moved too. */
  private async retire(newest: SecretKey) {
    const { db, keyring } = this.parts;
    await db.transaction(async () => {
      await db.query(`select pg_advisory_xact_lock(${SECRETS_LOCK})`);
      await this.moveAll(newest);
      const needed = new Set(await this.otherKeys(newest));
      keyring.file.replace(keyring.file.read().filter((key) => key.id === newest.id || needed.has(key.id)));
    });
  }

  private async otherKeys({ id }: SecretKey): Promise<string[]> {
    return (await keysInUse(this.parts.db)).map(({ key }) => key).filter((key) => key !== id);
  }

  private async isUsed({ id }: SecretKey): Promise<boolean> {
    return (await keysInUse(this.parts.db)).some(({ key }) => key === id);
  }
}

/** The keys under which secrets are stored, and how many under each. */
export const keysInUse = (db: Pick<Database, 'query'>): Promise<{ key: string; secrets: number }[]> =>
  db.query('select key_id as key, count(*)::int as secrets from secret group by key_id order by key_id');
