/** Runs in the browser, bundled by `page.ts`: the product's own store on the browser's IndexedDB. */

import { ACTIVE_GENERATION_KEY } from '../../src/knowledge/active-generation.ts';
import { type Bundle, RECORD_FORMAT } from '../../src/knowledge/bundle.ts';
import { importBundle } from '../../src/knowledge/import-bundle.ts';
import { type KnownIncidents, lookUpIncidents } from '../../src/knowledge/lookup.ts';
import { encodePage, toPages } from '../../src/knowledge/record-pages.ts';
import { syntheticBundle } from '../../src/knowledge/testing/synthetic-bundle.ts';
import { CATALOGUE } from '../../src/platforms/catalogue.ts';
import { allCountries } from '../../src/regions/time-zone-country.ts';
import { type Database, openDatabase } from '../../src/storage/database.ts';

const SEED = 7;
/** Spreads the questions over countries and platforms. Any numbers that share no divisor with the counts will do. */
const STRIDE = { country: 7919, platform: 104_729 };

export interface ImportTiming {
  importMs: number;
  /** Of the importing thread. 0: none took 50 ms, below which browsers do not report tasks. */
  longestTaskMs: number;
  bundleBytes: number;
}

export interface LookupTimings {
  /** ms of each lookup, in the order asked. */
  times: number[];
  /** ms of as many reads of one small record, made in turn with the lookups: the cost of browser and machine. */
  bare: number[];
  /** How many incidents were found, platform and network, by all lookups. */
  found: number;
  /** Bytes of the script's heap when the last lookup was over, garbage included. */
  heapBytes: number;
}

const databases = new Map<number, Promise<Database>>();
const databaseOf = (n: number): Promise<Database> => {
  const open = databases.get(n) ?? openDatabase(`bench-${n}`);
  databases.set(n, open);
  return open;
};

/** Imports `n` made-up incidents into a store of their own. */
export async function runImport(n: number): Promise<ImportTiming> {
  const text = syntheticBundle(n, SEED);
  const db = await databaseOf(n);
  const tasks = await observeLongTasks();
  const began = performance.now();
  await importBundle(db, text);
  const importMs = performance.now() - began;
  return { importMs, longestTaskMs: await tasks.longestSince(began), bundleBytes: text.length };
}

/**
 * Puts `n` made-up incidents into a store of their own, in parts of 100,000, because one bundle cannot hold a million.
 */
export async function fillStore(n: number): Promise<void> {
  const db = await databaseOf(n);
  const generation = 1;
  let first = 0;
  for (let done = 0; done < n; done += PART_SIZE) {
    const { incidents } = JSON.parse(syntheticBundle(Math.min(PART_SIZE, n - done), SEED + done)) as Bundle;
    const pages = toPages(generation, incidents);
    const tx = db.transaction('incidents', 'readwrite');
    for (const page of pages) void tx.store.put(encodePage({ ...page, page: first + page.page }));
    await tx.done;
    first += pages.length;
  }
  await db.put(
    'meta',
    { generation, version: `2026-01-01-${n}`, asOf: '2026-01-01', format: RECORD_FORMAT },
    ACTIVE_GENERATION_KEY,
  );
}
const PART_SIZE = 100_000;

/** Asks `questions` different things of the store of `n`, one after the other. */
export async function runLookups(n: number, questions: number): Promise<LookupTimings> {
  const db = await databaseOf(n);
  const times: number[] = [];
  const bare: number[] = [];
  let found = 0;
  for (let i = 0; i < questions; i++) {
    const question = { country: countryAt(i), platform: platformAt(i), now: Date.now() };
    const began = performance.now();
    const answer: KnownIncidents = await lookUpIncidents(db, question);
    times.push(performance.now() - began);
    const between = performance.now();
    await db.get('meta', 'no-such-record');
    bare.push(performance.now() - between);
    found += answer.total + answer.network.length;
  }
  const { memory } = performance as Performance & { memory?: { usedJSHeapSize: number } };
  return { times, bare, found, heapBytes: memory?.usedJSHeapSize ?? Number.NaN };
}

const countries = allCountries();
const countryAt = (i: number): string => itemAt(countries, i * STRIDE.country);
const platformAt = (i: number): string => itemAt(CATALOGUE, i * STRIDE.platform).slug;

function itemAt<T>(from: readonly T[], i: number): T {
  const one = from[i % from.length];
  if (one === undefined) throw new Error('Nothing to ask about');
  return one;
}

/** Waits for the running task first, so that only later tasks are counted. */
async function observeLongTasks() {
  const entries: PerformanceEntry[] = [];
  const observer = new PerformanceObserver((list) => entries.push(...list.getEntries()));
  observer.observe({ type: 'longtask' });
  await nextTask();
  return {
    async longestSince(began: number): Promise<number> {
      // The browser reports the running task only after its end.
      await nextTask();
      await nextTask();
      entries.push(...observer.takeRecords());
      observer.disconnect();
      return Math.max(0, ...entries.filter((e) => e.startTime + e.duration > began).map((e) => e.duration));
    },
  };
}

const nextTask = (): Promise<void> => new Promise((resume) => setTimeout(resume));
