import type { IDBPTransaction, StoreNames } from 'idb';
import type * as v from 'valibot';
import { parseInput, parseJsonText } from '../base/parse.ts';
import type { Database, DatabaseSchema, StoredPage } from '../storage/database.ts';
import { ACTIVE_GENERATION_KEY, type ActiveGeneration, parseActiveGeneration } from './active-generation.ts';
import { BundleEnvelopeSchema, dayOfVersion, RECORD_FORMAT } from './bundle.ts';
import { type Incident, IncidentSchema } from './incident.ts';
import { encodePage, type RecordPage, toPages } from './record-pages.ts';

/** Key of the `meta` record with the number of the newest import, finished or not. */
export const LAST_GENERATION_KEY = 'knowledge-last-generation';
/** Key of the `meta` record with the version of the newest import. */
const STARTED_VERSION_KEY = 'knowledge-started-version';

/** The disk has no space for the new set. The old set is complete and stays active. */
export class StorageFullError extends Error {
  override readonly name = 'StorageFullError';
}

/** The set is invalid; the message names the field. */
export class InvalidBundleError extends Error {
  override readonly name = 'InvalidBundleError';
}

export interface ImportOptions {
  /** Version of the root that signed for an update; omitted for the set that comes with the extension. */
  root?: number;
  /** The version that the set must have. */
  version?: string;
  /** Called after each transaction with the number of written pages, and of all pages. */
  onProgress?: (done: number, total: number) => void;
  /** Pages per transaction: few, so that a popup that reads meanwhile does not wait. */
  chunk?: number;
}

/**
 * Whether to import the extension's own set: when no set or another bundled set is active, when the active update is older, or
 * when its root is no longer accepted. An update of the same day counts as newer, because it was made later.
 */
export async function needsImport(db: Database, version: string, minRootVersion = 1): Promise<boolean> {
  const active = parseActiveGeneration(await db.get('meta', ACTIVE_GENERATION_KEY));
  if (active?.format !== RECORD_FORMAT) return true;
  if (active.root === 0) return active.version !== version;
  return active.root < minRootVersion || dayOfVersion(active.version) < dayOfVersion(version);
}

/**
 * Replaces the active incidents by those of a bundle (JSON text, `bundle.ts`). Readers see the old set until one transaction
 * activates the new one; if the import is killed before, the old set stays complete. The next import of the same version
 * resumes from the written pages, so that a worker that is killed repeatedly completes it; another version deletes them.
 * @throws StorageFullError · InvalidBundleError · Error when a later import began
 */
export async function importBundle(
  db: Database,
  bundleText: string,
  { root = 0, version: expectedVersion, onProgress, chunk = 32 }: ImportOptions = {},
): Promise<void> {
  const bundle = parseBundlePart(
    BundleEnvelopeSchema,
    parseJsonText(bundleText, (message) => new InvalidBundleError(`bundle: ${message}`)),
    'bundle',
  );
  const { version } = bundle;
  if (version !== (expectedVersion ?? version))
    throw new InvalidBundleError(`bundle.version: is ${version}, not ${expectedVersion}`);
  const incidents = await parseIncidents(bundle.incidents);
  const { generation, resumed } = await startGeneration(db, version).catch(rethrowQuotaError);
  try {
    await deleteOldGenerations(db, generation, chunk);
    await writeEntities(db, generation, bundle.entities);
    const pages = toPages(generation, incidents);
    for (let done = 0; done < pages.length; done += chunk) {
      await writePages(db, pages.slice(done, done + chunk), resumed);
      onProgress?.(Math.min(done + chunk, pages.length), pages.length);
    }
    await activateGeneration(
      db,
      { generation, version, asOf: dayOfVersion(version), format: RECORD_FORMAT, root },
      pages.length,
    );
  } catch (error) {
    await deleteOldGenerations(db, generation + 1, chunk).catch(() => {});
    rethrowQuotaError(error);
  }
  // The new set is active even if this fails: the next import deletes the rest.
  await deleteOldGenerations(db, generation, chunk).catch(() => {});
}

function rethrowQuotaError(error: unknown): never {
  if (error instanceof Error && error.name === 'QuotaExceededError')
    throw new StorageFullError('No room for the new records; the old ones stay', { cause: error });
  throw error;
}

/** Parses in portions, so that the worker answers messages meanwhile. */
async function parseIncidents(raw: unknown[]): Promise<Incident[]> {
  const incidents: Incident[] = [];
  const ids = new Set<string>();
  for (const [i, each] of raw.entries()) {
    const incident = parseBundlePart(IncidentSchema, each, `incidents[${i}]`);
    if (ids.has(incident.id))
      throw new InvalidBundleError(`incidents[${i}].id: ${incident.id} is there twice`);
    ids.add(incident.id);
    incidents.push(incident);
    if (i % 4000 === 3999) await new Promise((resolve) => setTimeout(resolve));
  }
  return incidents;
}

/** The number of this import: that of the last import, if it was interrupted and had the same version; otherwise a new one. */
function startGeneration(db: Database, version: string): Promise<{ generation: number; resumed: boolean }> {
  return inTransaction(db, ['meta'], async (tx) => {
    const meta = tx.objectStore('meta');
    const started = await meta.get(LAST_GENERATION_KEY);
    const lastGeneration = typeof started === 'number' ? started : 0;
    const activeGeneration = parseActiveGeneration(await meta.get(ACTIVE_GENERATION_KEY))?.generation ?? 0;
    const resumed = lastGeneration > activeGeneration && (await meta.get(STARTED_VERSION_KEY)) === version;
    const generation = resumed ? lastGeneration : Math.max(lastGeneration, activeGeneration) + 1;
    await meta.put(generation, LAST_GENERATION_KEY);
    await meta.put(version, STARTED_VERSION_KEY);
    return { generation, resumed };
  });
}

function writeEntities(
  db: Database,
  generation: number,
  names: Record<string, { name: string }>,
): Promise<void> {
  return inTransaction(db, ['entities'], async (tx) => {
    const entities = tx.objectStore('entities');
    await Promise.all(
      Object.entries(names).map(async ([slug, { name }]) => entities.put({ generation, slug, name })),
    );
  });
}

/**
 * Writes some pages. A resumed import writes only pages that are missing or different: an older version of this code may have
 * begun it, and made other pages of the same set.
 */
function writePages(db: Database, pages: RecordPage[], resumed: boolean): Promise<void> {
  return inTransaction(db, ['incidents'], async (tx) => {
    const store = tx.objectStore('incidents');
    const writePage = async (page: StoredPage): Promise<void> => {
      const stored = resumed ? await store.get([page.generation, page.page]) : undefined;
      if (!stored || indexedDB.cmp(stored.incidents, page.incidents) !== 0) await store.put(page);
    };
    await Promise.all(pages.map((page) => writePage(encodePage(page))));
  });
}

/** The one moment of change. Counting first: an import that began later has cleared what this one had written by then. */
function activateGeneration(db: Database, next: ActiveGeneration, total: number): Promise<void> {
  return inTransaction(db, ['incidents', 'meta'], async (tx) => {
    const written = await tx
      .objectStore('incidents')
      .count(generationRange(next.generation, next.generation + 1));
    if (written !== total)
      throw new Error(`Of ${total} pages only ${written} were left: a later import began`);
    await tx.objectStore('meta').put(next, ACTIVE_GENERATION_KEY);
  });
}

type WriteTransaction<N extends StoreNames<DatabaseSchema>> = IDBPTransaction<
  DatabaseSchema,
  N[],
  'readwrite'
>;

/** Runs `work` in one transaction. The transaction's own error goes first, because it names the cause (a full disk). */
async function inTransaction<N extends StoreNames<DatabaseSchema>, T>(
  db: Database,
  stores: N[],
  work: (tx: WriteTransaction<N>) => Promise<T>,
): Promise<T> {
  const tx = db.transaction(stores, 'readwrite');
  const [worked, ended] = await Promise.allSettled([work(tx), tx.done]);
  if (ended.status === 'rejected') throw ended.reason;
  if (worked.status === 'rejected') throw worked.reason;
  return worked.value;
}

/** Deletes all earlier imports except the active one, in portions, so that readers do not wait for long. */
async function deleteOldGenerations(db: Database, beforeGeneration: number, chunk: number): Promise<void> {
  for (let more = true; more; ) {
    // Read the active generation in the same transaction: another import could change it in between.
    more = await inTransaction(db, ['meta', 'incidents', 'entities'], async (tx) => {
      const used =
        parseActiveGeneration(await tx.objectStore('meta').get(ACTIVE_GENERATION_KEY))?.generation ?? 0;
      const [incidents, entities] = [tx.objectStore('incidents'), tx.objectStore('entities')];
      let full = false;
      for (const range of [
        generationRange(0, Math.min(used, beforeGeneration)),
        generationRange(Math.min(used + 1, beforeGeneration), beforeGeneration),
      ]) {
        await entities.delete(range);
        const keys = await incidents.getAllKeys(range, chunk);
        const [first, last] = [keys[0], keys.at(-1)];
        if (first && last) await incidents.delete(IDBKeyRange.bound(first, last));
        full ||= keys.length === chunk;
      }
      return full;
    });
  }
}

/** All keys of the imports from `from` up to `to`, without `to`. */
function generationRange(from: number, to: number): IDBKeyRange {
  return IDBKeyRange.bound([from], [to], false, from < to);
}

/** @throws InvalidBundleError naming the field below `where`: `incidents[3].start` */
function parseBundlePart<S extends v.GenericSchema>(
  schema: S,
  input: unknown,
  where: string,
): v.InferOutput<S> {
  const fail = (message: string) =>
    new InvalidBundleError(message.startsWith(`${where}:`) ? message : `${where}.${message}`);
  return parseInput(schema, input, { whole: where, fail });
}
