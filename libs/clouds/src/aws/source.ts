import { CloudError } from '../cloud-error.js';
import type { Ask } from './ask.js';
import { atOnce, chunks } from '../at-once.js';
import { awsCode } from './errors.js';
import { actionOf } from './iam-action.js';
import type { First, Found, Kind, KindWords } from './kind.js';
import type { Place } from './place.js';
import type { Input, Output, ServiceId } from './sdk.js';

const AT_ONCE = 8;

type Step<T> = (ask: Ask, page: Found<T>[]) => Promise<void>;
type Pages<T> = (ask: Ask) => AsyncIterable<T[]>;

interface DetailOptions<T, R> {
  /** Error codes that say that there is none; those of things that are missing always do. */
  absent?: string[];
  /** Of others it is not asked. */
  when?: (item: T) => boolean;
  /** What is asked of each element of the answer, in whose place it comes. */
  each?: (ask: Ask, element: R extends (infer E)[] ? E : never, item: T) => Promise<unknown>;
  /** The IAM actions of `each`. */
  actions?: string[];
}

interface Parts<S extends ServiceId, T> {
  service: S;
  first: First;
  pages: Pages<T>;
  actions: readonly string[];
  steps: readonly Step<T>[];
}

/** How the items of one type are found: which operation lists them, and what must be asked of each apart. */
export class Source<S extends ServiceId, T> {
  constructor(private readonly parts: Parts<S, T>) {}

  get first(): First {
    return this.parts.first;
  }

  /** The IAM actions that it takes. */
  get actions(): readonly string[] {
    return this.parts.actions;
  }

  /** What follows is asked of another service. */
  of<Other extends ServiceId>(service: Other): Source<Other, T> {
    return new Source({ ...this.parts, service });
  }

  /** In place of each item comes what is told of it. */
  each<O extends string, U>(
    operation: O,
    input: (item: T) => Input<S, O>,
    pick: (answer: Output<S, O>, item: T) => U | undefined,
  ): Source<S, U> {
    const { service } = this.parts;
    return this.through(operation, async (ask, items): Promise<U[]> => {
      const told = await atOnce(AT_ONCE, items, async (item) => {
        const answer = await ask.call(service, operation, input(item)).catch(unlessGone);
        const picked = answer && pick(answer, item);
        return picked ? [picked] : [];
      });
      return told.flat();
    });
  }

  /** In place of the items, so many at once, comes what is told of them. */
  batch<O extends string, U>(
    [size, operation]: [size: number, operation: O],
    input: (items: T[]) => Input<S, O>,
    pick: (answer: Output<S, O>) => U[] | undefined,
  ): Source<S, U> {
    const { service } = this.parts;
    return this.through(operation, async (ask, items) => {
      const told = await atOnce(AT_ONCE, chunks(size, items), (some) => ask.call(service, operation, input(some)));
      return told.flatMap((answer) => pick(answer) ?? []);
    });
  }

  /** In place of each item come those that lie in it. */
  within<O extends string, U>(
    operation: O,
    input: (item: T) => Input<S, O>,
    pick: (page: Output<S, O>, item: T) => U[] | undefined,
  ): Source<S, U> {
    const { service } = this.parts;
    return this.through(operation, async (ask, items) => {
      const told = await atOnce(AT_ONCE, items, (item) =>
        gather(ask.pages(service, operation, input(item)), (page) => pick(page, item)),
      );
      return told.flat();
    });
  }

  /** What is told of so many items at once, laid beside each. */
  with<O extends string>(
    [size, operation]: [size: number, operation: O],
    input: (items: T[]) => Input<S, O>,
    pick: (answer: Output<S, O>, item: T) => Record<string, unknown> | undefined,
  ): Source<S, T> {
    const { service } = this.parts;
    const action = actionOf(service, operation);
    return this.then([action], async (ask, page) => {
      await atOnce(AT_ONCE, chunks(size, page), async (some) => {
        const answer = await ask.call(service, operation, input(some.map(({ item }) => item))).catch(refusal);
        for (const found of some) {
          if (typeof answer === 'string') found.denied.push(action);
          else Object.assign(found.details, pick(answer as Output<S, O>, found.item));
        }
      });
    });
  }

  /** What must be asked of each item apart, under a name of its own; null where there is none. */
  detail<O extends string, R>(
    [name, operation]: [name: string, operation: O],
    input: (item: T) => Input<S, O>,
    pick: (answer: Output<S, O>, item: T) => R | undefined,
    options: DetailOptions<T, R> = {},
  ): Source<S, T> {
    const { service } = this.parts;
    const { absent = [], when, each, actions = [] } = options;
    const asked = async (ask: Ask, item: T) => {
      const answer = await all(ask.pages(service, operation, input(item)), (page) => pick(page, item));
      if (!each || !Array.isArray(answer)) return answer;
      return atOnce(2, answer, (element) => each(ask, element as never, item));
    };
    return this.then([actionOf(service, operation), ...actions], (ask, page) =>
      this.apart(when ? page.filter(({ item }) => when(item)) : page, name, (item) => asked(ask, item), absent),
    );
  }

  /** What takes more than one question of each item, under a name of its own, with the IAM actions that it takes. */
  ask(name: string, actions: string[], work: (ask: Ask, item: T) => Promise<unknown>): Source<S, T> {
    return this.then(actions, (ask, page) => this.apart(page, name, (item) => work(ask, item)));
  }

  /** The type whose items these are. */
  kind(words: KindWords<T>): Kind {
    return { ...words, source: this } as unknown as Kind;
  }

  /** Whole pages, as they come. */
  async *read(ask: Ask): AsyncGenerator<Found<T>[]> {
    for await (const items of this.parts.pages(ask)) {
      const page = items.map((item) => ({ item, details: {}, denied: [] }));
      for (const step of this.parts.steps) await step(ask, page);
      yield page;
    }
  }

  private async apart(
    page: Found<T>[],
    name: string,
    work: (item: T) => Promise<unknown>,
    absent: string[] = [],
  ): Promise<void> {
    await atOnce(AT_ONCE, page, async (found) => {
      const told = await work(found.item).catch((error: unknown) => {
        if (absent.includes(awsCode(error)) || isMissing(error)) return null;
        found.denied.push(refusal(error));
        return undefined;
      });
      if (told !== undefined) found.details[name] = told;
    });
  }

  private through<U>(operation: string, work: (ask: Ask, items: T[]) => Promise<U[]>): Source<S, U> {
    const { pages, actions, service, first } = this.parts;
    return new Source<S, U>({
      service,
      first,
      pages: (ask) => mapped(pages(ask), (items) => work(ask, items)),
      actions: [...actions, actionOf(service, operation)],
      steps: [],
    });
  }

  private then(actions: string[], step: Step<T>): Source<S, T> {
    const { parts } = this;
    return new Source({ ...parts, actions: [...parts.actions, ...actions], steps: [...parts.steps, step] });
  }
}

async function* mapped<T, U>(pages: AsyncIterable<T[]>, work: (items: T[]) => Promise<U[]>): AsyncGenerator<U[]> {
  for await (const items of pages) yield await work(items);
}

async function gather<P, U>(pages: AsyncIterable<P>, pick: (page: P) => U[] | undefined): Promise<U[]> {
  const items: U[] = [];
  for await (const page of pages) items.push(...(pick(page) ?? []));
  return items;
}

/** Lists of several pages are one list; of anything else there is one page. Nothing told is null. */
async function all<P, R>(pages: AsyncIterable<P>, pick: (page: P) => R | undefined): Promise<R | null> {
  let told: R | null = null;
  for await (const page of pages) {
    const some = pick(page) ?? null;
    told = (Array.isArray(told) && Array.isArray(some) ? [...(told as unknown[]), ...(some as unknown[])] : some) as R;
  }
  return told;
}

const isMissing = (error: unknown) => error instanceof CloudError && error.kind === 'missing';

/** Gone since it was listed. */
function unlessGone(error: unknown): undefined {
  if (!isMissing(error)) throw error;
}

/** What must not be read, or cannot be asked of this item, is named; what may be answered later fails the listing. */
function refusal(error: unknown): string {
  if (error instanceof CloudError && !error.isPassing) return error.operation;
  throw error;
}

/** The items that one operation of a service lists, over all its pages. */
export const listed = <S extends ServiceId, O extends string, T>(
  [service, operation]: [service: S, operation: O],
  pick: (page: Output<S, O>, place: Place) => T[] | undefined,
  input: Input<S, O> = {} as Input<S, O>,
  absent: string[] = [],
): Source<S, T> =>
  new Source<S, T>({
    service,
    first: { service, operation, input: input as object },
    async *pages(ask) {
      try {
        for await (const page of ask.pages(service, operation, input)) yield pick(page, ask.place) ?? [];
      } catch (error) {
        if (!absent.includes(awsCode(error))) throw error;
      }
    },
    actions: [actionOf(service, operation)],
    steps: [],
  });
