import { AsyncLocalStorage } from 'node:async_hooks';
import pg from 'pg';
import { actingBy, idOf, type Caller, type Grant, type Permission, type Scope } from '#common';

const { escapeLiteral } = pg;

/** The roles under which all database work is done; neither owns a table, nor is exempt from row-level security. */
type Role = 'cloudgov_app' | 'cloudgov_everything';

/** What the policies of `cloudgov_app` look at; see migrations/walls. */
type Settings = Partial<Record<`cloudgov.${'accounts' | 'tags' | 'actor' | 'scopes'}`, string>>;

const partsOf = (scope: Scope) => (scope.kind === 'any' ? scope.of : scope.kind === 'all' ? [] : [scope]);

/** As PostgreSQL writes an array of texts. */
const arrayOf = (words: readonly string[]) =>
  `{${words.map((word) => `"${word.replace(/["\\]/g, '\\$&')}"`).join(',')}}`;

const holdersOf = (grants: readonly Grant[], permission: Permission) =>
  grants.map(({ permissions }) => (permissions === 'all' || permissions.has(permission) ? 1 : 0)).join('');

/** The scopes in which one operation or another of the caller is done. */
function scopesOf(caller: Caller): Scope[] {
  const { scope, grants = [] } = caller;
  const permissions = new Set<Permission>(['any:other']);
  for (const grant of grants)
    if (grant.permissions !== 'all') grant.permissions.forEach((each) => permissions.add(each));
  // Most permissions are held by the same grants, and so in the same scope.
  const byHolders = new Map<string, Permission>();
  for (const each of grants.length ? permissions : []) byHolders.set(holdersOf(grants, each), each);
  return [scope, ...[...byHolders.values()].map((each) => actingBy(caller, each).scope)];
}

/** Whose eyes some database work has: a role, and what of the estate it is shown. */
export class Viewer {
  /** The application itself: a job, a start-up step, what is shared between callers. */
  static readonly everything = new Viewer('cloudgov_everything', {});
  /** Whoever has not been recognised sees of the estate nothing. */
  static readonly nobody = new Viewer('cloudgov_app', {});

  /** Tells viewers apart that may not share an answer. */
  readonly key: string;
  /** Statements that make the open transaction this viewer's, in the simple protocol. */
  readonly statements: string[];
  /** The same as one query. */
  readonly call: string;

  private constructor(role: Role, settings: Settings) {
    // A viewer must not inherit what another one in the same transaction was shown.
    const shown = {
      'cloudgov.accounts': '',
      'cloudgov.tags': '',
      'cloudgov.actor': '',
      'cloudgov.scopes': '',
      ...settings,
    };
    const own = Object.entries(role === 'cloudgov_app' ? shown : {});
    this.key = JSON.stringify([role, ...own]);
    this.statements = [
      `set local role ${role}`,
      ...own.map(([name, value]) => `set local ${name} = ${escapeLiteral(value)}`),
    ];
    const calls = [['role', role], ...own].map(
      ([name, value]) => `set_config('${name}', ${escapeLiteral(value!)}, true)`,
    );
    this.call = `select ${calls.join(', ')}`;
  }

  /** Every field of an answer asks for that of its caller. */
  private static readonly known = new WeakMap<Caller, Viewer>();

  /** Who sees the whole estate is spared the policies' questions. */
  static of(caller: Caller): Viewer {
    if (caller.scope.kind === 'all') return Viewer.everything;
    const viewer = Viewer.known.get(caller) ?? Viewer.ofPart(caller);
    Viewer.known.set(caller, viewer);
    return viewer;
  }

  private static ofPart(caller: Caller): Viewer {
    const parts = partsOf(caller.scope);
    const tags = parts.flatMap((part) => (part.kind === 'tag' ? [{ key: part.key, values: part.values }] : []));
    return new Viewer('cloudgov_app', {
      'cloudgov.accounts': arrayOf(parts.flatMap((part) => (part.kind === 'accounts' ? part.accounts : []))),
      'cloudgov.tags': tags.length ? JSON.stringify(tags) : '',
      'cloudgov.actor': idOf(caller),
      'cloudgov.scopes': JSON.stringify(scopesOf(caller).filter(({ kind }) => kind !== 'all')),
    });
  }
}

/** One request, or one event of a subscription: nobody's, until it is known who asks. */
export class Visit {
  constructor(public viewer = Viewer.nobody) {}
}

const APPLICATION: Readonly<Visit> = Object.freeze({ viewer: Viewer.everything });
const visits = new AsyncLocalStorage<Readonly<Visit>>();

/** Work that is the application's own, or shared between callers: it sees the whole estate. */
export const everything = <T>(work: () => T): T => visits.run(APPLICATION, work);

/** Work for whoever asks in this visit, and for nobody else. */
export const visiting = <T>(visit: Visit, work: () => T): T => visits.run(visit, work);

/** Tells the visit that is going on who it is that asks. */
export function recognise(caller: Caller): void {
  const visit = visits.getStore();
  if (visit instanceof Visit) visit.viewer = Viewer.of(caller);
}

/** Undefined where nobody has said for whom the work is. */
export const viewerNow = (): Viewer | undefined => visits.getStore()?.viewer;

/** Whether no policy narrows what the work is shown. */
export const seesEverything = () => viewerNow() === Viewer.everything;

/** Throws where nobody has said for whom the work is. */
export function viewer(): Viewer {
  const now = viewerNow();
  if (!now) throw new Error('Database work outside a request says for whom it is: everything(() => …).');
  return now;
}

/** The same values, each made in the context in which this is called, whoever asks for them and when. */
export function inContext<T>(source: AsyncIterable<T>): AsyncGenerator<T, void> {
  const run = AsyncLocalStorage.snapshot();
  const values = source[Symbol.asyncIterator]();
  return (async function* () {
    try {
      for (;;) {
        const next = await run(() => values.next());
        if (next.done) return;
        yield next.value;
      }
    } finally {
      await run(() => values.return?.());
    }
  })();
}
