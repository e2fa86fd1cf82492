import * as v from 'valibot';
import { DAY_MS } from '../base/time.ts';
import { type Probe, parseBundleJson } from '../model/probe.ts';
import type { Database } from '../storage/database.ts';

/** Answers that are older are forgotten: nobody would take them for the present, ms. */
const CACHE_LIFETIME_MS = 7 * DAY_MS;
const FEED_TIMEOUT_MS = 8_000;
const MAX_FEED_BYTES = 131_072;

/** The last good answer of a feed, and when it was given. */
export interface FeedResult<T> {
  value: T;
  /** Unix epoch, ms. */
  at: number;
  /** It was due again and could not be had. */
  stale: boolean;
}

/** Somebody who tells what goes on. */
export interface Feed<T> {
  /** Feed and question: names the answer in the store. */
  key: string;
  url: string;
  schema: v.GenericSchema<unknown, T>;
  /** How long an answer is as good as new, ms. */
  freshMs: number;
  /** The answer's JSON in our words; undefined when it is none. */
  parse(answer: unknown): T | undefined;
}

export interface FeedDeps {
  db(): Promise<Database>;
  probe: Probe;
  /** Unix epoch, ms. */
  now(): number;
}

/**
 * Asks a feed, unless its last answer is fresh. One that fails, is silent or says something else leaves the last good
 * answer as it is, with its age. A store that cannot be read or written costs the memory of the answer alone.
 * @returns null when there is no good answer at all
 */
export async function fetchFeed<T>(deps: FeedDeps, feed: Feed<T>): Promise<FeedResult<T> | null> {
  const cached = await cachedResult(deps, feed);
  const now = deps.now();
  // An age below zero is that of a clock that was set back.
  if (cached && now >= cached.at && now - cached.at < feed.freshMs) return { ...cached, stale: false };
  const request = { url: feed.url, timeoutMs: FEED_TIMEOUT_MS, maxBodyBytes: MAX_FEED_BYTES };
  const json = parseBundleJson(await deps.probe(request, new AbortController().signal));
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

/** Keeps an answer, and forgets the old ones. */
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
