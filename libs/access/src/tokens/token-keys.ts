import { Injectable } from '@nestjs/common';
import { callerOf, Clock, type Caller, type Grant } from '#common';
import { Database } from '#data';
import { AccessMemory } from '../access-memory.js';
import { hashOf } from '../one-time.js';
import { TokenRights, type Made } from './token-rights.js';
import { isTokenText } from './token-text.js';

const MINUTE_MS = 60_000;

interface Key extends Made {
  name: string;
  lastUsedAt: Date | null;
}

const FIND = `
  select id, name, created_by_id as "createdById", expires_at as "expiresAt", last_used_at as "lastUsedAt"
  from machine_token where hash = $1 and revoked_at is null`;

/** What a token may do ends with it, so that it hands nothing on that lasts longer. */
const endingBy =
  (end: Date) =>
  (grant: Grant): Grant => ({
    ...grant,
    expiresAt: grant.expiresAt && grant.expiresAt < end ? grant.expiresAt : end,
  });

/** Tells whose a machine token is, and notes once a minute that it is used. */
@Injectable()
export class TokenKeys {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly memory: AccessMemory,
    private readonly rights: TokenRights,
  ) {}

  /** Undefined for a token that is unknown, revoked or expired, or whose maker may not come in. */
  async authenticate(token: string): Promise<Caller | undefined> {
    if (!isTokenText(token)) return undefined;
    const hash = hashOf(token);
    const key = await this.memory.of(`token ${hash.toString('base64')}`, () => this.look(hash));
    const grants = key && (await this.rights.of(key));
    if (!grants) return undefined;
    await this.noteUse(key, this.clock.now());
    const who = { actor: `token:${key.name}`, actorId: `token:${key.id}` };
    return callerOf(who, key.expiresAt ? grants.map(endingBy(key.expiresAt)) : grants);
  }

  private async look(hash: Buffer): Promise<Key | undefined> {
    const [key] = await this.db.query<Key>(FIND, [hash]);
    return key;
  }

  /** Several processes may want to; the first of a minute does. */
  private async noteUse(key: Key, now: Date) {
    const before = new Date(now.getTime() - MINUTE_MS);
    if (key.lastUsedAt && key.lastUsedAt > before) return;
    key.lastUsedAt = now;
    await this.db.query(
      'update machine_token set last_used_at = $2 where id = $1 and (last_used_at is null or last_used_at <= $3)',
      [key.id, now, before],
    );
  }
}
