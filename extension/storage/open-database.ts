import { type Database, openDatabase } from '../../src/storage/database.ts';
import type { Migration } from '../../src/storage/migrations.ts';
import { isPrivateContext } from '../browser/private-context.ts';

interface StoreOptions {
  name?: string | undefined;
  loadMigrations?: (() => Promise<readonly Migration[]>) | undefined;
}

/**
 * The database, opened when first asked for and again after it was lost to an update or a browser's clean-up. Where the
 * browser grants none, one in memory (`in-memory-database.ts`).
 * @param options.loadMigrations see `openDatabase`
 */
export function openStore({ name, loadMigrations }: StoreOptions = {}): () => Promise<Database> {
  let open: Promise<Database> | undefined;
  const forgetConnection = (): void => {
    open = undefined;
  };
  return () => {
    open ??= openDatabase(name, forgetConnection, loadMigrations)
      .catch(async (error: unknown) => {
        // Of a damaged database Firefox says the same: that one may hold reports, which must not vanish unnoticed.
        const isRefused = (error as Error).name === 'InvalidStateError' && isPrivateContext();
        if (__TARGET__ !== 'firefox' || !isRefused) throw error;
        return (await import('./in-memory-database.ts')).openInMemoryDatabase();
      })
      .catch((error: unknown) => {
        forgetConnection();
        throw error;
      });
    return open;
  };
}
