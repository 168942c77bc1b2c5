import { Injectable } from '@nestjs/common';
import { Clock, type Grant } from '#common';
import { Database } from '#data';
import { AccessMemory } from '../access-memory.js';
import { AccountNames } from '../bindings/account-names.js';
import { Grants } from '../bindings/grants.js';
import { narrowedTo } from '../bindings/narrowed.js';
import { Rights } from '../sessions/rights.js';

/** A token as far as its rights go. */
export interface Made {
  id: string;
  /** Who made it; see `idOf`. */
  createdById: string;
  expiresAt: Date | null;
}

const MADE_BY = /^(user|token):([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

/** The installation itself: who has its machine or its bootstrap token, and holds everything for ever. */
export const isOfInstallation = (createdById: string) => !MADE_BY.test(createdById);

const PERSON = 'select groups from person where id = $1 and disabled_at is null';
const TOKEN = `select id, created_by_id as "createdById", expires_at as "expiresAt" from machine_token
  where id = $1 and revoked_at is null`;

@Injectable()
export class TokenRightsParts {
  constructor(
    readonly grants: Grants,
    readonly rights: Rights,
    readonly accounts: AccountNames,
    readonly clock: Clock,
  ) {}
}

/** What a token may do: what its maker gave it, as far as they still hold it, and what others gave it, such as elevations. */
@Injectable()
export class TokenRights {
  constructor(
    private readonly db: Database,
    private readonly memory: AccessMemory,
    private readonly parts: TokenRightsParts,
  ) {}

  /** Undefined where it lets nobody in: it has expired, or its maker may not come in themselves. */
  async of({ id, createdById, expiresAt }: Made): Promise<Grant[] | undefined> {
    if (expiresAt && expiresAt <= this.parts.clock.now()) return undefined;
    const own = await this.parts.grants.of({ type: 'token', id });
    if (isOfInstallation(createdById)) return own;
    const held = await this.heldBy(createdById);
    if (!held) return undefined;
    const given = own.filter(({ grantedById }) => grantedById === createdById);
    const others = own.filter((grant) => !given.includes(grant));
    return [...others, ...narrowedTo(given, await this.parts.accounts.grantsWithIds(held))];
  }

  /** A token was there before those that it made, so this ends. */
  private async heldBy(createdById: string): Promise<Grant[] | undefined> {
    const [, type, id] = MADE_BY.exec(createdById)!;
    if (type === 'user') {
      const person = await this.find<{ groups: string[] }>(PERSON, id!);
      return person && this.parts.rights.of(id!, person.groups);
    }
    const token = await this.find<Made>(TOKEN, id!);
    return token && this.of(token);
  }

  private find<T extends object>(sql: string, id: string): Promise<T | undefined> {
    return this.memory.of(`maker ${id}`, async () => (await this.db.query<T>(sql, [id]))[0]);
  }
}
