import * as v from 'valibot';
import { isExpired } from '../base/expiry.ts';
import type { SessionMemory } from '../base/session-memory.ts';
import { isTooFarAhead } from '../base/stored-time.ts';
import { DAY_MS } from '../base/time.ts';
import { type Probe, parseJsonAnswer } from '../model/probe.ts';

/** Older answers say nothing about the present. */
const CACHE_LIFETIME_MS = 7 * DAY_MS;
const ANSWER_KEY_PREFIX = 'live:';
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
  /** Keeps the answers: which platform a person looked at is nothing for the disk. */
  memory: SessionMemory;
  probe: Probe;
  /** Unix epoch, ms. */
  now(): number;
}

/**
 * Asks a feed, unless its cached answer is fresh. If the feed fails, the cached answer is returned as stale. If the memory
 * is full, the answer is not cached.
 * @returns null when there is no valid answer
 */
export async function fetchFeed<T>(deps: FeedDeps, feed: Feed<T>): Promise<FeedResult<T> | null> {
  const cached = await cachedResult(deps, feed);
  const now = deps.now();
  if (cached && !isTooFarAhead(cached.at, now) && now - cached.at < feed.freshMs)
    return { ...cached, stale: false };
  const request = { url: feed.url, timeoutMs: FEED_TIMEOUT_MS, maxBodyBytes: MAX_FEED_BYTES };
  const json = parseJsonAnswer(await deps.probe(request, new AbortController().signal));
  const value = json === undefined ? undefined : feed.parse(json);
  if (value === undefined) return cached ? { ...cached, stale: true } : null;
  await deps.memory.write(ANSWER_KEY_PREFIX + feed.key, { value, at: now }).catch(() => {});
  return { value, at: now, stale: false };
}

async function cachedResult<T>(
  { memory }: FeedDeps,
  feed: Feed<T>,
): Promise<{ value: T; at: number } | undefined> {
  const schema = v.object({ value: feed.schema, at: v.number() });
  const parsed = v.safeParse(schema, await memory.read(ANSWER_KEY_PREFIX + feed.key).catch(() => undefined));
  return parsed.success ? parsed.output : undefined;
}

const DatedSchema = v.object({ at: v.number() });

/** Deletes the answers that are too old, or dated in the future. */
export async function deleteExpiredAnswers(memory: SessionMemory, now: number): Promise<void> {
  const expired = Object.entries(await memory.readAll()).filter(([key, answer]) => {
    if (!key.startsWith(ANSWER_KEY_PREFIX)) return false;
    return !v.is(DatedSchema, answer) || isExpired(answer.at, { now, lifetimeMs: CACHE_LIFETIME_MS });
  });
  await memory.remove(expired.map(([key]) => key));
}
