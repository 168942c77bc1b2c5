import { Injectable } from '@nestjs/common';
import { Clock, DomainError, newId, type Caller } from '#common';
import { Database } from '#data';
import { Auditor } from '../auditor.js';
import { Keyring } from './keyring.js';
import { open, seal } from './seal.js';
import { Secret } from './secret.js';

/** What has secrets, such as a cloud account. */
export interface SecretOwner {
  ownerType: string;
  ownerId: string;
}

export interface SecretRef extends SecretOwner {
  /** One owner's secrets are told apart by it: `credential`, `url`. */
  name: string;
}

interface Row {
  id: string;
  name: string;
  ciphertext: Buffer;
  key_id: string;
}

export const SECRETS_LOCK = `hashtext('secrets')`;

/**
 * Secrets of other things, encrypted, in the transaction of whoever stores them. Each is written, read and deleted by its
 * owner's service, which has looked at the caller's scope before; each of the three leaves an audit entry without the text.
 */
@Injectable()
export class Secrets {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly keyring: Keyring,
    private readonly auditor: Auditor,
  ) {}

  /** Stores it in the place of any earlier one. Throws `UNAVAILABLE` where there is no usable key. */
  async put(caller: Caller, ref: SecretRef, secret: Secret): Promise<void> {
    await this.db.transaction(async () => {
      // Whoever takes a key out of use waits for those who may just be using it.
      await this.db.query(`select pg_advisory_xact_lock_shared(${SECRETS_LOCK})`);
      const key = this.keyring.newest();
      const now = this.clock.now();
      const id = (await this.find(ref, 'for update'))?.id ?? newId(now);
      await this.db.query(
        `insert into secret (id, owner_type, owner_id, name, ciphertext, key_id, created_at, updated_at)
         values ($1, $2, $3, $4, $5, $6, $7, $7)
         on conflict (id) do update
           set ciphertext = excluded.ciphertext, key_id = excluded.key_id, updated_at = excluded.updated_at`,
        [id, ref.ownerType, ref.ownerId, ref.name, seal(secret.reveal(), { id, ...ref }, key), key.id, now],
      );
      await this.record(caller, 'secret.write', ref);
    });
  }

  /**
   * Undefined where there is none. `why` is what the audit log says of the reading. Throws `UNAVAILABLE` where its key is
   * missing, or where the row was not written by us as it stands.
   */
  async get(caller: Caller, ref: SecretRef, why: string): Promise<Secret | undefined> {
    return this.db.transaction(async () => {
      const row = await this.find(ref);
      if (!row) return undefined;
      const secret = this.opened(row, ref);
      await this.record(caller, 'secret.read', ref, why);
      return secret;
    });
  }

  /** Which secrets an owner has, by name. */
  async names({ ownerType, ownerId }: SecretOwner): Promise<string[]> {
    const rows = await this.db.query<Row>(
      'select name from secret where owner_type = $1 and owner_id = $2 order by name',
      [ownerType, ownerId],
    );
    return rows.map(({ name }) => name);
  }

  /** Deletes one of an owner's secrets, or all of them. */
  async delete(caller: Caller, { ownerType, ownerId, name }: SecretOwner & { name?: string }): Promise<void> {
    await this.db.transaction(async () => {
      const gone = await this.db.query<Row>(
        `delete from secret where owner_type = $1 and owner_id = $2 and ($3::text is null or name = $3) returning name`,
        [ownerType, ownerId, name ?? null],
      );
      for (const row of gone) await this.record(caller, 'secret.delete', { ownerType, ownerId, name: row.name });
    });
  }

  private opened(row: Row, ref: SecretRef): Secret {
    const key = this.keyring.find(row.key_id);
    try {
      return new Secret(open(row.ciphertext, { id: row.id, ...ref }, key));
    } catch {
      throw new DomainError('UNAVAILABLE', `The stored secret ${row.id} has been altered; store it anew.`);
    }
  }

  private async find({ ownerType, ownerId, name }: SecretRef, lock = ''): Promise<Row | undefined> {
    const [row] = await this.db.query<Row>(
      `select id, name, ciphertext, key_id from secret where owner_type = $1 and owner_id = $2 and name = $3 ${lock}`,
      [ownerType, ownerId, name],
    );
    return row;
  }

  private record(caller: Caller, action: string, { ownerType, ownerId, name }: SecretRef, note?: string) {
    return this.auditor.record(caller, { action, subject: { type: ownerType, id: ownerId }, after: { name }, note });
  }
}
