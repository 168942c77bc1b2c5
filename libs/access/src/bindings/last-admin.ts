import { Injectable } from '@nestjs/common';
import { DomainError, idOf, type Caller } from '#common';
import { Database } from '#data';
import { Settings } from '#platform';

/** Admins on everything, for ever, who can still get in; a token is one no longer than its maker, who counts. $1 is the group that the settings make administrators. */
const LIVE = `
  select b.id from role_binding b
    left join machine_token t on b.principal_type = 'token' and t.id::text = b.principal_id
    left join person p on b.principal_type = 'user' and p.id::text = b.principal_id
  where b.role = 'admin' and b.scope ? 'all' and b.expires_at is null
    and (b.principal_type <> 'token' or (t.revoked_at is null and t.expires_at is null
      and t.created_by_id !~ '^(user|token):[0-9a-f-]{36}$'))
    and (b.principal_type <> 'user' or (p.id is not null and p.disabled_at is null))
    and (b.principal_type <> 'group' or exists (
      select from person m where m.disabled_at is null and m.groups @> array[b.principal_id]))
  union all
  select p.id from person p where p.disabled_at is null and p.groups @> array[$1::text]
  limit 1`;

/** Who need not be refused: they are outside of the API, and can always make another admin. */
const OUTSIDE = ['token:bootstrap', 'config'];

/** The installation keeps an admin on everything, unless whoever has its machine takes the last one away. */
@Injectable()
export class LastAdmin {
  constructor(
    private readonly db: Database,
    private readonly settings: Settings,
  ) {}

  /** Work that takes somebody's rights away, inside the open transaction; `CONFLICT` where no admin would be left. */
  async keep<T>(caller: Caller, work: () => Promise<T>): Promise<T> {
    // Two who remove each other at once must wait for one another.
    await this.db.query(`select pg_advisory_xact_lock(hashtext('last admin'))`);
    const [before] = await this.live();
    const done = await work();
    const [after] = await this.live();
    if (before && !after && !OUTSIDE.includes(idOf(caller)))
      throw new DomainError('CONFLICT', 'This is the last admin on everything; make another one first.');
    return done;
  }

  private live() {
    return this.db.query(LIVE, [this.settings.oidcAdminGroup ?? null]);
  }
}
