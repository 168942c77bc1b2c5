import type { Clock } from '#common';
import type { Database } from '#data';
import type { Auditor, Settings } from '#platform';
import { BindingStore } from '../bindings/binding-store.js';
import { LastAdmin } from '../bindings/last-admin.js';
import { RoleBinding } from '../bindings/role-binding.entity.js';
import { PeopleService, PersonBindings } from '../people/people.service.js';
import { Person } from '../people/person.entity.js';
import { Links } from './links.js';
import { OwnerRole } from './owner-role.js';
import { Owner, OwnerParts } from './owner.js';

interface Installation {
  db: Database;
  clock: Clock;
  auditor: Auditor;
  settings: Settings;
}

/** What the database of `ownerAlone` must know. */
export const OWNER_ENTITIES = [Person, RoleBinding] as const;

/** Without the application, for the command line on the server's own machine. */
export function ownerAlone({ db, clock, auditor, settings }: Installation): Owner {
  // Servers that are running find out within a second.
  const unremembered = { changing: <T>(work: () => Promise<T>) => db.transaction(work) };
  const lastAdmin = new LastAdmin(db, settings);
  const links = new Links(db, clock, auditor);
  const bindings = new BindingStore(db, clock, lastAdmin, links);
  const people = new PeopleService(db, auditor, clock, new PersonBindings(bindings, lastAdmin, unremembered));
  const role = new OwnerRole(db, auditor, bindings);
  return new Owner(people, new OwnerParts(db, settings, links, role));
}
