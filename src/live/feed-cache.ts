import * as v from 'valibot';
import { DAY_MS } from '../base/time.ts';
import { type Probe, parseJsonAnswer } from '../model/probe.ts';
import type { Database } from '../storage/database.ts';

/** The cache deletes older answers, because they say nothing about the present. */
const CACHE_LIFETIME_MS = 7 * DAY_MS;
const FEED_TIMEOUT_MS = 8_000;
const MAX_FEED_BYTES = 131_072;

/** The last valid answer of a feed, and its time. */
export interface FeedResult<T> {
  value: T;
  /** Unix epoch, ms. */
  at: number;
  /** Whether the answer was due for renewal, and the feed gave no new one. */
  stale: boolean;
}

/** A service with current data. */
export interface Feed<T> {
  /** Feed and question: the key of the answer in the cache. */
  key: string;
  url: string;
  schema: v.GenericSchema<unknown, T>;
  /** How long an answer needs no renewal, ms. */
  freshMs: number;
  /** Converts the JSON of an answer; `undefined` if it is invalid. */
  parse(answer: unknown): T | undefined;
}

export interface FeedDeps {
  db(): Promise<Database>;
  probe: Probe;
  /** Unix epoch, ms. */
  now(): number;
}

/**
 * Asks a feed, unless its cached answer is fresh. If the feed fails, the cached answer is returned as stale. If the database
 * fails, the answer is not cached.
 * @returns null when there is no valid answer
 */
export async function fetchFeed<T>(deps: FeedDeps, feed: Feed<T>): Promise<FeedResult<T> | null> {
  const cached = await cachedResult(deps, feed);
  const now = deps.now();
  // A negative age means that the clock was set back.
  if (cached && now >= cached.at && now - cached.at < feed.freshMs) return { ...cached, stale: false };
  const request = { url: feed.url, timeoutMs: FEED_TIMEOUT_MS, maxBodyBytes: MAX_FEED_BYTES };
  const json = parseJsonAnswer(await deps.probe(request, new AbortController().signal));
  const value = json === undefined ? undefined : feed.parse(json);
  if (value === undefined) return cached ? { ...cached, stale: true } : null;
  await cacheResult(deps, feed.key, { value, at: now }).catch(() => {});
  return { value, at: now, stale: false };
}

async function cachedResult<T>(
  { db }: FeedDeps,
  feed: Feed<T>,
): Promise<{ value: T; at: number } | undefined> {
  const schema = v.object({ value: feed.schema, at: v.number() });
  const stored = await db()
    .then((open) => open.get('live', feed.key))
    .catch(() => undefined);
  const parsed = v.safeParse(schema, stored);
  return parsed.success ? parsed.output : undefined;
}

/** Stores an answer, and deletes expired ones. */
async function cacheResult(
  { db }: FeedDeps,
  key: string,
  answer: { value: unknown; at: number },
): Promise<void> {
  const tx = (await db()).transaction('live', 'readwrite');
  for (let cursor = await tx.store.openCursor(); cursor; cursor = await cursor.continue()) {
    const dated = v.safeParse(v.object({ at: v.number() }), cursor.value);
    if (!dated.success || answer.at - dated.output.at > CACHE_LIFETIME_MS) await cursor.delete();
  }
  await tx.store.put(answer, key);
  await tx.done;
}
