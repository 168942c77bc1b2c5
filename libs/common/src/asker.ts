import { AsyncLocalStorage } from 'node:async_hooks';

const asking = new AsyncLocalStorage<() => AbortSignal>();

/** Runs work for someone who may go away before its end; `leaving` is asked for a signal only where that matters. */
export const askedBy = <T>(leaving: () => AbortSignal, work: () => T): T => asking.run(leaving, work);

/** Aborts when whoever waits for the work at hand has gone away; undefined where nobody is known to wait. */
export const askerLeaves = (): AbortSignal | undefined => asking.getStore()?.();
