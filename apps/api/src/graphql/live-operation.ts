import { createSourceEventStream, execute, type ExecutionArgs, type ExecutionResult } from 'graphql';

const isStream = (found: object): found is AsyncIterable<unknown> => Symbol.asyncIterator in found;

interface Listener {
  /** The context in which an event is answered. */
  renew: () => Promise<object>;
  /** Does some work as a request of whoever listens. */
  enter: <T>(work: () => T) => T;
}

/**
 * GraphQL's own `subscribe`, but each event is answered in a context of its own, as if it were a request: whoever
 * may no longer listen hears nothing more, and what was loaded for one event is not told with the next.
 */
export async function subscribeAnew(args: ExecutionArgs, { renew, enter }: Listener) {
  const source = await enter(() => createSourceEventStream(args));
  if (!isStream(source)) return source;
  const events = source[Symbol.asyncIterator]();
  const end = async (): Promise<IteratorReturnResult<undefined>> => {
    await events.return?.();
    return { done: true, value: undefined };
  };
  const answer = async (): Promise<IteratorResult<ExecutionResult, undefined>> => {
    const event = await events.next();
    if (event.done) return end();
    return { done: false, value: await execute({ ...args, rootValue: event.value, contextValue: await renew() }) };
  };
  const fail = async (error: unknown): Promise<never> => {
    await end();
    throw error;
  };
  return {
    next: () => enter(() => answer().catch(fail)),
    return: () => enter(end),
    throw: (error: unknown) => enter(() => fail(error)),
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}
