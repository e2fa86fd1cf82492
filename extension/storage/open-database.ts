import { type Database, openDatabase } from '../../src/storage/database.ts';
import type { Migration } from '../../src/storage/migrations.ts';

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
        if ((error as Error).name !== 'InvalidStateError') throw error;
        return (await import('./in-memory-database.ts')).openInMemoryDatabase();
      })
      .catch((error: unknown) => {
        forgetConnection();
        throw error;
      });
    return open;
  };
}
