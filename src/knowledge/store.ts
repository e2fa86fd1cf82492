import * as v from 'valibot';
import type { Database, StoredIncident } from '../storage/database.ts';
import { BundleEnvelopeSchema, dayOf } from './bundle.ts';
import { IN_USE, type InUse, readInUse } from './in-use.ts';
import { IncidentSchema } from './incident.ts';
import { aboutKeys } from './keys.ts';

/** Key of the `meta` record that gives every import, finished or not, a number of its own. */
const LAST_STARTED = 'knowledge-last-started';

/** The device has no room for the new set; the old one is whole and stays in use. */
export class StorageFull extends Error {
  override name = 'StorageFull';
}

export interface ImportOptions {
  /** Called after each chunk with the number of incidents written, and of all. */
  onProgress?: (done: number, total: number) => void;
  /** Incidents a transaction: small enough not to hold up a popup that reads meanwhile. */
  chunk?: number;
}

/** Whether another version than this one is in use, or none. */
export async function needsImport(db: Database, version: string): Promise<boolean> {
  return readInUse(await db.get('meta', IN_USE))?.version !== version;
}

/**
 * Puts the incidents of a bundle (JSON text, `bundle.ts`) in place of those in use. Readers see the old set until one
 * transaction swaps it for the new one; killed before, the old set stays whole, and the next import clears the remains.
 * @throws StorageFull · Error naming the field, when the bundle is not what it should be
 */
export async function importBundle(
  db: Database,
  bundleText: string,
  { onProgress, chunk = 500 }: ImportOptions = {},
): Promise<void> {
  const { version, incidents, entities } = parse(BundleEnvelopeSchema, JSON.parse(bundleText), 'bundle');
  const gen = await nextGeneration(db);
  try {
    await clearBefore(db, gen, chunk);
    await writeEntities(db, gen, entities);
    for (let done = 0; done < incidents.length; done += chunk) {
      await writeIncidents(db, gen, incidents.slice(done, done + chunk), done);
      onProgress?.(Math.min(done + chunk, incidents.length), incidents.length);
    }
    await swap(db, { gen, version, asOf: dayOf(version) }, incidents.length);
  } catch (error) {
    await clearBefore(db, gen + 1, chunk).catch(() => {});
    if (error instanceof Error && error.name === 'QuotaExceededError')
      throw new StorageFull('No room for the new records; the old ones stay', { cause: error });
    throw error;
  }
  // The new set is in use whatever becomes of this: what remains goes with the next import.
  await clearBefore(db, gen, chunk).catch(() => {});
}

async function nextGeneration(db: Database): Promise<number> {
  const tx = db.transaction('meta', 'readwrite');
  const last = await tx.store.get(LAST_STARTED);
  const used = readInUse(await tx.store.get(IN_USE))?.gen ?? 0;
  const gen = Math.max(typeof last === 'number' ? last : 0, used) + 1;
  await tx.store.put(gen, LAST_STARTED);
  await tx.done;
  return gen;
}

async function writeEntities(
  db: Database,
  gen: number,
  names: Record<string, { name: string }>,
): Promise<void> {
  const tx = db.transaction('entities', 'readwrite');
  for (const [slug, { name }] of Object.entries(names)) tx.store.put({ gen, slug, name }).catch(() => {});
  await tx.done;
}

async function writeIncidents(db: Database, gen: number, raw: unknown[], from: number): Promise<void> {
  const records = raw.map((each, i): StoredIncident => {
    const incident = parse(IncidentSchema, each, `incidents[${from + i}]`);
    return { gen, id: incident.id, country: incident.country, about: aboutKeys(gen, incident), incident };
  });
  const tx = db.transaction('incidents', 'readwrite');
  // A put that fails fails its transaction, and only that tells why (no room).
  for (const record of records) tx.store.put(record).catch(() => {});
  await tx.done;
}

/** The one moment of change. Two imports at once: the later one clears and outranks the earlier. */
async function swap(db: Database, next: InUse, total: number): Promise<void> {
  const tx = db.transaction(['incidents', 'meta'], 'readwrite');
  const meta = tx.objectStore('meta');
  const written = await tx.objectStore('incidents').count(between(next.gen, next.gen + 1));
  const used = readInUse(await meta.get(IN_USE))?.gen ?? 0;
  if (written === total && used < next.gen) await meta.put(next, IN_USE);
  await tx.done;
  if (used > next.gen) throw new Error('A later import has taken the place of this one');
  if (written !== total)
    throw new Error(`incidents: ${total} given, ${written} stored; is an id there twice?`);
}

/** Removes all imports before this one but the one in use, bit by bit, so that a reader never waits for all of it. */
async function clearBefore(db: Database, gen: number, chunk: number): Promise<void> {
  for (let more = true; more; ) {
    more = false;
    // What is in use is asked in the same transaction: no other import can change it in between.
    const tx = db.transaction(['meta', 'incidents', 'entities'], 'readwrite');
    const used = readInUse(await tx.objectStore('meta').get(IN_USE))?.gen ?? 0;
    for (const range of [between(0, Math.min(used, gen)), between(Math.min(used + 1, gen), gen)]) {
      await tx.objectStore('entities').delete(range);
      const incidents = tx.objectStore('incidents');
      const keys = await incidents.getAllKeys(range, chunk);
      const [first, last] = [keys[0], keys.at(-1)];
      if (first && last) await incidents.delete(IDBKeyRange.bound(first, last));
      more ||= keys.length === chunk;
    }
    await tx.done;
  }
}

/** All keys of the imports from `from` up to, but not with, `to`. */
function between(from: number, to: number): IDBKeyRange {
  return IDBKeyRange.bound([from], [to], false, from < to);
}

function parse<S extends v.GenericSchema>(schema: S, input: unknown, where: string): v.InferOutput<S> {
  const result = v.safeParse(schema, input);
  if (result.success) return result.output;
  const [issue] = result.issues;
  throw new Error([where, v.getDotPath(issue)].filter(Boolean).join('.').concat(`: ${issue.message}`));
}
