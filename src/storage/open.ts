import { type Database, openDatabase } from './database.ts';

/** The store, opened when first asked for and again after it was lost to an update or a browser's clean-up. */
export function openStore(name?: string): () => Promise<Database> {
  let open: Promise<Database> | undefined;
  return () => {
    open ??= openDatabase(name, () => {
      open = undefined;
    }).catch((error: unknown) => {
      open = undefined;
      throw error;
    });
    return open;
  };
}
