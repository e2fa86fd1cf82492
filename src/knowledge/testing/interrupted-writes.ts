/** Stops writes to a fake IndexedDB at a chosen point, as a killed background or a full disk does. */
import { forceCloseDatabase, IDBObjectStore } from 'fake-indexeddb';
import type { Database } from '../../storage/database.ts';

type WriteMethod = 'put' | 'delete';

/** Counts calls of these methods, and calls `onReached` once, before the call that follows the first `after` calls. */
export function interceptWrites(
  methods: readonly WriteMethod[],
  { after, onReached }: { after: number; onReached?: (store: IDBObjectStore) => void },
) {
  const { prototype } = IDBObjectStore;
  const originals = methods.map(
    (method) => [method, prototype[method] as (...given: unknown[]) => IDBRequest] as const,
  );
  let left = after;
  for (const [method, original] of originals)
    prototype[method] = function (this: IDBObjectStore, ...given: unknown[]) {
      if (left-- === 0) onReached?.(this);
      return original.apply(this, given);
    } as never;
  return {
    /** Number of calls so far, successful or not. */
    writes: () => after - left,
    restore() {
      for (const [method, original] of originals) prototype[method] = original as never;
    },
  };
}

/** A full disk as browsers report it: they accept the put, and abort its transaction afterwards. */
export function abortWithoutSpace({ transaction }: IDBObjectStore): void {
  queueMicrotask(() =>
    (transaction as unknown as { _abort(name: string): void })._abort('QuotaExceededError'),
  );
}

/** Kills the background at a write. A disk may lose the transaction of that write, or complete it: `isLost`. */
export function killAtWrite(db: Database, { isLost }: { isLost: boolean }) {
  return ({ transaction }: IDBObjectStore): void => {
    if (isLost) transaction.abort();
    forceCloseDatabase(db as unknown as Parameters<typeof forceCloseDatabase>[0]);
  };
}
