import * as v from 'valibot';
import { parseRetryAfter } from '../base/retry-after.ts';
import { isTooFarAhead } from '../base/stored-time.ts';
import { HOUR_MS, MINUTE_MS } from '../base/time.ts';
import type { NotSentReason, ProbeResult } from '../model/probe.ts';

/** How long a server that refuses without `Retry-After` is left alone. */
const DEFAULT_PAUSE_MS = MINUTE_MS;
const MAX_PAUSE_MS = HOUR_MS;
/** The statuses with which a server says that it has too much to do (RFC 6585, RFC 9110 §15.6.4). */
const REFUSALS = [429, 503];
/** Pauses are longer by up to this share, so that not everybody comes back in the same second. */
const MAX_PAUSE_JITTER = 0.25;

const HostRecordSchema = v.object({
  /** Begin of the hour that is counted, Unix epoch, ms. */
  since: v.number(),
  requests: v.number(),
  /** Refusals in a row. */
  refusals: v.number(),
  /** The host is left alone until then, Unix epoch, ms. */
  pausedUntil: v.number(),
});
type HostRecord = v.InferOutput<typeof HostRecordSchema>;
const RecordsSchema = v.record(v.string(), HostRecordSchema);

/** Keeps the records while the background sleeps. */
export interface BudgetStore {
  load(): Promise<unknown>;
  save(records: Record<string, HostRecord>): Promise<void>;
}

export interface RequestBudgetsDeps {
  /** Unix epoch, ms. */
  now(): number;
  /** At least 0 and less than 1. */
  random(): number;
  /** How many requests a host gets in an hour. */
  requestsPerHour(host: string): number;
  store?: BudgetStore;
}

/** Spares the services that are asked: so many requests an hour, and none while a server wants a pause. */
export class RequestBudgets {
  readonly #deps: RequestBudgetsDeps;
  #loaded: Promise<Map<string, HostRecord>> | undefined;
  #isSaveDue = false;

  constructor(deps: RequestBudgetsDeps) {
    this.#deps = deps;
  }

  /** Counts a request. @returns why it must not be sent; undefined if it may */
  async spend(host: string): Promise<NotSentReason | undefined> {
    const records = await this.#load();
    const now = this.#deps.now();
    const record = currentRecord(records.get(host), now);
    if (record.pausedUntil > now) return 'retry-after';
    if (record.requests >= this.#deps.requestsPerHour(host)) return 'budget';
    records.set(host, { ...record, requests: record.requests + 1 });
    this.#save(records);
    return undefined;
  }

  /** Takes note of what a host answered to a request over https: over plain http, anyone on the path can answer. */
  async recordAnswer(host: string, result: ProbeResult): Promise<void> {
    if (result.kind !== 'answered') return;
    const records = await this.#load();
    const now = this.#deps.now();
    const record = currentRecord(records.get(host), now);
    if (REFUSALS.includes(result.status)) {
      // Requests that were sent side by side are refused side by side: that is one refusal.
      if (record.pausedUntil > now) return;
      const { 'retry-after': retryAfter, date } = result.headers;
      const pauseMs = this.#pauseMs(record.refusals, parseRetryAfter(retryAfter, date));
      records.set(host, { ...record, refusals: record.refusals + 1, pausedUntil: now + pauseMs });
      this.#save(records);
    } else if (record.refusals > 0) {
      records.set(host, { ...record, refusals: 0 });
      this.#save(records);
    }
  }

  async reset(): Promise<void> {
    const records = await this.#load();
    records.clear();
    this.#save(records);
  }

  /** What the server asks for; each refusal more doubles it. */
  #pauseMs(refusalsBefore: number, askedMs = DEFAULT_PAUSE_MS): number {
    const base = refusalsBefore === 0 ? askedMs : Math.max(askedMs, DEFAULT_PAUSE_MS) * 2 ** refusalsBefore;
    return Math.min(base * (1 + this.#deps.random() * MAX_PAUSE_JITTER), MAX_PAUSE_MS);
  }

  #load(): Promise<Map<string, HostRecord>> {
    this.#loaded ??= (async () => {
      const stored = await this.#deps.store?.load().catch(() => undefined);
      const parsed = v.safeParse(RecordsSchema, stored);
      return new Map(parsed.success ? Object.entries(parsed.output) : []);
    })();
    return this.#loaded;
  }

  /** Saves once for all that changes in this turn. A store that fails costs only what a killed background forgets. */
  #save(records: Map<string, HostRecord>): void {
    const { store } = this.#deps;
    if (!store || this.#isSaveDue) return;
    this.#isSaveDue = true;
    queueMicrotask(() => {
      this.#isSaveDue = false;
      dropIdleRecords(records, this.#deps.now());
      store.save(Object.fromEntries(records)).catch(() => {});
    });
  }
}

/** The record of a host, with a new hour where the last one is over. After the clock was set back, all is over. */
function currentRecord(known: HostRecord | undefined, now: number): HostRecord {
  const fresh = { since: now, requests: 0, refusals: 0, pausedUntil: 0 };
  if (!known || isTooFarAhead(known.since, now) || isTooFarAhead(known.pausedUntil, now, MAX_PAUSE_MS))
    return fresh;
  return now - known.since < HOUR_MS ? known : { ...known, since: now, requests: 0 };
}

function dropIdleRecords(records: Map<string, HostRecord>, now: number): void {
  for (const [host, { since, pausedUntil }] of records)
    if (now - since >= HOUR_MS && now - pausedUntil >= HOUR_MS) records.delete(host);
}
