import { Inject, Injectable } from '@nestjs/common';
import { Clock, DomainError, newId, notFound, type Caller, type Page, type PageRequest } from '#common';
import { allOf, Database, pageSql, SqlParams } from '#data';
import { Auditor, checkVersion } from '#platform';
import { AccessMemory } from '../access-memory.js';
import { BindingStore } from '../bindings/binding-store.js';
import { LastAdmin } from '../bindings/last-admin.js';
import type { UserChanges } from './person.input.js';
import { Person, type PersonOrigin } from './person.entity.js';

const SORTABLE = {
  email: { sql: 'p.email', type: 'text', filled: true },
  name: { sql: 'p.name', type: 'text' },
  createdAt: { sql: 'p.created_at', type: 'timestamptz', filled: true },
  lastSeenAt: { sql: 'p.last_seen_at', type: 'timestamptz' },
};

const FIELDS = `p.id, p.email, p.name, p.groups, p.issuer, p.subject, p.origin, p.disabled_at as "disabledAt",
  p.created_at as "createdAt", p.updated_at as "updatedAt", p.last_seen_at as "lastSeenAt", p.version`;

export interface PeopleSearch {
  q?: string;
  disabled?: boolean;
}

type New = Pick<Person, 'email'> & Partial<Pick<Person, 'id' | 'name' | 'groups' | 'issuer' | 'subject'>>;

const escaped = (text: string) => text.replace(/[\\%_]/g, '\\$&');

/** People belong to no account, so a caller with a narrower scope sees themselves alone. */
function visible({ scope, person }: Caller, params: SqlParams) {
  return scope.kind === 'all' ? undefined : `p.id = ${params.add(person?.id ?? null, 'uuid')}`;
}

/** What people's rights hang on. */
@Injectable()
export class PersonBindings {
  constructor(
    readonly store: BindingStore,
    readonly lastAdmin: LastAdmin,
    @Inject(AccessMemory) readonly memory: Pick<AccessMemory, 'changing'>,
  ) {}
}

/** People, whom sign-ins and invitations bring, and their changes. */
@Injectable()
export class PeopleService {
  constructor(
    private readonly db: Database,
    private readonly auditor: Auditor,
    private readonly clock: Clock,
    private readonly bindings: PersonBindings,
  ) {}

  list(caller: Caller, { q, disabled }: PeopleSearch, request: PageRequest): Promise<Page<Person>> {
    const params = new SqlParams();
    const pattern = q && params.add(`%${escaped(q)}%`);
    const where = allOf(
      visible(caller, params),
      pattern && `(p.email ilike ${pattern} or p.name ilike ${pattern})`,
      disabled !== undefined && `p.disabled_at is ${disabled ? 'not null' : 'null'}`,
    );
    const listing = { as: Person, select: FIELDS, from: 'person p', where, params, sortable: SORTABLE };
    return pageSql(this.db, { ...listing, defaultSort: 'email', id: { sql: 'p.id', type: 'uuid' } }, request);
  }

  async get(caller: Caller, id: string): Promise<Person> {
    const params = new SqlParams();
    const where = allOf(visible(caller, params), `p.id = ${params.add(id, 'uuid')}`);
    const [found] = await this.db.query<Person>(`select ${FIELDS} from person p where ${where}`, params.values);
    if (!found) throw notFound('user', id);
    return Object.assign(new Person(), found);
  }

  /** Whoever has this address, in whatever case it is written. */
  async byEmail(email: string): Promise<Person | undefined> {
    const [found] = await this.db.query<Person>(`select ${FIELDS} from person p where lower(p.email) = lower($1)`, [
      email,
    ]);
    return found && Object.assign(new Person(), found);
  }

  /** Whom the identity provider means. */
  async byIdentity(issuer: string, subject: string): Promise<Person | undefined> {
    return (await this.db.repository(Person).findOneBy({ issuer, subject })) ?? undefined;
  }

  /** As they are, until the open transaction ends. */
  async lock(id: string): Promise<Person> {
    const person = await this.db.repository(Person).findOne({ where: { id }, lock: { mode: 'pessimistic_write' } });
    if (!person) throw notFound('user', id);
    return person;
  }

  /** Keeps two from making the same person at once. */
  alone<T>(work: () => Promise<T>): Promise<T> {
    return this.db.transaction(async () => {
      await this.db.query(`select pg_advisory_xact_lock(hashtext('people'))`);
      return work();
    });
  }

  /** Within `alone`, where nobody has the address. */
  create(caller: Caller, origin: PersonOrigin, given: New): Promise<Person> {
    return this.db.transaction(async () => {
      const now = this.clock.now();
      const none = { name: null, groups: [], issuer: null, subject: null, disabledAt: null, lastSeenAt: null };
      const born = { id: given.id ?? newId(now), origin, createdAt: now, updatedAt: now, version: 1 };
      const email = given.email.toLowerCase();
      const person: Person = Object.assign(new Person(), none, given, { ...born, email });
      await this.db.repository(Person).insert(person);
      await this.record(caller, 'user.create', { after: person });
      return person;
    });
  }

  /** Refused (412) where somebody else has changed it since `seen`, and for the last who may administer. */
  update(caller: Caller, id: string, { name, disabled }: UserChanges, seen?: number): Promise<Person> {
    return this.bindings.memory.changing(async () => {
      const before = await this.locked(caller, id, seen);
      const isNew = typeof disabled === 'boolean' && disabled !== (before.disabledAt !== null);
      const disabledAt = disabled ? this.clock.now() : null;
      const changes = { ...(name !== undefined && { name }), ...(isNew && { disabledAt }) };
      const save = () => this.save(caller, before, changes);
      return isNew && disabled ? this.bindings.lastAdmin.keep(caller, save) : save();
    });
  }

  /** What an identity provider tells anew at a sign-in, of a person who is locked; nothing is written where nothing has changed. */
  async refresh(caller: Caller, before: Person, told: Partial<Person>): Promise<Person> {
    const isSame = Object.entries(told).every(
      ([field, value]) => JSON.stringify(before[field as keyof Person]) === JSON.stringify(value),
    );
    return isSame ? before : this.bindings.memory.changing(() => this.save(caller, before, told));
  }

  /** Only of one who has never signed in: the audit log names the others, who can be disabled. */
  remove(caller: Caller, id: string, seen?: number): Promise<void> {
    return this.db.transaction(async () => {
      const before = await this.locked(caller, id, seen);
      if (before.lastSeenAt)
        throw new DomainError('CONFLICT', 'The audit log names whoever has signed in; disable them instead.', { id });
      await this.bindings.store.remove(caller, { principalType: 'user', principalId: id });
      await this.db.repository(Person).delete({ id });
      await this.record(caller, 'user.delete', { before });
    });
  }

  private async save(caller: Caller, before: Person, changes: Partial<Person>): Promise<Person> {
    const version = before.version + 1;
    const after = Object.assign(new Person(), before, changes, { updatedAt: this.clock.now(), version });
    await this.db.repository(Person).save(after);
    if (after.disabledAt && !before.disabledAt) await this.lockOut(caller, after.id);
    await this.record(caller, 'user.update', { before, after });
    return after;
  }

  /** Sessions would come back to life, and links work again, where the person is enabled once more. */
  private async lockOut({ actor }: Caller, id: string) {
    const now = this.clock.now();
    await this.db.query('update session set ended_at = $2, ended_by = $3 where person_id = $1 and ended_at is null', [
      id,
      now,
      actor,
    ]);
    await this.db.query('update sign_in_link set revoked_at = $2 where person_id = $1 and revoked_at is null', [
      id,
      now,
    ]);
  }

  private async locked(caller: Caller, id: string, seen?: number): Promise<Person> {
    await this.get(caller, id);
    const person = await this.lock(id);
    checkVersion(person.version, seen);
    return person;
  }

  private record(caller: Caller, action: string, { before, after }: { before?: Person; after?: Person }) {
    const subject = { type: 'user', id: (after ?? before)!.id };
    return this.auditor.record(caller, { action, subject, before, after });
  }
}
