import { isIpLiteral } from '../base/ip.ts';
import type { Answer, Load, LoadEvent } from '../model/page-load.ts';
import type { Symptom } from '../model/signal.ts';
import { failureFromErrorName, isInconclusive } from './browser-errors.ts';

/** No first byte for this long is a hang: people leave sooner than the browser gives up (15 s to over 100 s). */
export const HANG_MS = 7_000;

/** A page whose body takes longer than this after its first byte has stalled: at 128 kbit/s that is 190 KB. */
export const STALL_MS = 12_000;

/** No browser waits longer than this for a page, ms: its end was not told, or its tab closed. */
const GIVEN_UP_MS = 10 * 60_000;

type Watched = Load & { stopTimer: () => void; told?: Symptom['kind'] };

export interface WatchDeps {
  /** Whether two hosts belong to one platform. */
  samePlatform(a: string, b: string): boolean;
  onSymptom(load: Load, symptom: Symptom): void;
  /** A page arrived that a valid certificate vouches for. */
  onArrived(load: Load): void;
  /** Runs it at that time (Unix epoch, ms): browsers may tell of an event long after its `at`. @returns takes it back */
  setTimer(run: () => void, at: number): () => void;
}

/**
 * Turns the main-frame events of catalogue hosts into signals: at most one a load, and one more when what hung ends.
 * Holds nothing but the loads under way; a browser that kills the worker while one hangs loses only that timer,
 * and the browser's own error still comes.
 */
export class Watch {
  readonly #deps: WatchDeps;
  readonly #loads = new Map<string, Watched>();

  constructor(deps: WatchDeps) {
    this.#deps = deps;
  }

  /** How many loads are under way. */
  get size(): number {
    return this.#loads.size;
  }

  started(event: LoadEvent): void {
    const known = this.#loads.get(event.requestId);
    if (known) {
      known.url = new URL(event.url);
      return;
    }
    for (const [id, other] of this.#loads)
      if (other.tabId === event.tabId || event.at - other.startedAt > GIVEN_UP_MS) this.#forget(id);
    const load: Watched = {
      tabId: event.tabId,
      url: new URL(event.url),
      startedAt: event.at,
      stopTimer: () => {},
    };
    load.stopTimer = this.#deps.setTimer(() => this.#hangs(event.requestId, load), event.at + HANG_MS);
    this.#loads.set(event.requestId, load);
  }

  redirected(event: LoadEvent, to: string, answer: Answer): void {
    const load = this.#load(event);
    const from = new URL(event.url);
    const target = new URL(to, from);
    // Firefox's last word of a load that the page's own service worker takes over (Chromium says nothing at all).
    if (target.href === from.href && answer.status === 0) {
      load.byWorker = true;
      return;
    }
    // Over TLS a redirect is the site's own word; over plain http anybody on the way may have said it. But no site
    // sends its visitors to a bare address: whoever does so speaks in its name.
    const spoken = (from.protocol === 'http:' && answer.ip !== undefined) || isIpLiteral(target.hostname);
    if (spoken && !this.#deps.samePlatform(from.hostname, target.hostname)) {
      load.stopTimer();
      this.#reportSymptom(load, {
        kind: 'plain-page',
        status: answer.status,
        ms: event.at - load.startedAt,
        redirectHost: target.hostname,
        ...(answer.ip === undefined ? {} : { ip: answer.ip }),
      });
      return;
    }
    load.url = target;
    // A host outside the catalogue raises no further event; its page is no concern of ours.
    if (!this.#deps.samePlatform(from.hostname, target.hostname)) this.#forget(event.requestId);
  }

  answered(event: LoadEvent, answer: Answer): void {
    const load = this.#load(event);
    load.stopTimer();
    this.#loads.set(event.requestId, load);
    if (mayStall(load, answer))
      load.stopTimer = this.#deps.setTimer(
        () => this.#reportSymptom(load, { kind: 'stalled', ms: STALL_MS }),
        event.at + STALL_MS,
      );
    const secure = load.url.protocol === 'https:';
    const seen = { ms: event.at - load.startedAt, ...(answer.ip === undefined ? {} : { ip: answer.ip }) };
    if (isTelling(answer))
      this.#reportSymptom(load, { kind: 'status', status: answer.status, secure, ...seen });
    else if (secure || answer.fromCache) this.#deps.onArrived(load);
    else this.#reportSymptom(load, { kind: 'plain-page', status: answer.status, ...seen });
  }

  /** The whole body is here. */
  completed(event: LoadEvent): void {
    this.#forget(event.requestId);
  }

  failed(event: LoadEvent, error: string, ip?: string): void {
    const load = this.#load(event);
    this.#forget(event.requestId);
    const family = failureFromErrorName(error);
    if (isInconclusive(family)) return;
    const ms = Math.max(0, event.at - load.startedAt);
    this.#reportSymptom(load, { kind: 'error', family, error, ms, ...(ip === undefined ? {} : { ip }) });
  }

  /** The load of an event; a worker that has just been started for it has not seen its beginning. */
  #load({ requestId, tabId, url, at }: LoadEvent): Watched {
    const load = this.#loads.get(requestId) ?? {
      tabId,
      url: new URL(url),
      startedAt: at,
      stopTimer: () => {},
    };
    load.url = new URL(url);
    return load;
  }

  /** The page may come all the same; of one that its worker answers, no more is heard. */
  #hangs(requestId: string, load: Watched): void {
    if (load.byWorker) this.#forget(requestId);
    this.#reportSymptom(load, { kind: 'hang', ms: HANG_MS });
  }

  #forget(requestId: string): void {
    this.#loads.get(requestId)?.stopTimer();
    this.#loads.delete(requestId);
  }

  #reportSymptom(load: Watched, symptom: Symptom): void {
    if (load.told !== undefined && load.told !== 'hang') return;
    load.told = symptom.kind;
    const { tabId, url, startedAt, byWorker } = load;
    this.#deps.onSymptom({ tabId, url, startedAt, ...(byWorker ? { byWorker } : {}) }, symptom);
  }
}

/** A file that is saved may take its time, and so may what nobody vouches for. */
function mayStall({ url }: Load, answer: Answer): boolean {
  const isPage = answer.headers['content-type']?.startsWith('text/html') === true;
  const isFile = answer.headers['content-disposition']?.startsWith('attachment') === true;
  return isPage && !isFile && !answer.fromCache && !isTelling(answer) && url.protocol === 'https:';
}

/**
 * Statuses that end in a case: 451 (RFC 7725), a refusal, a server's failure.
 * A bot challenge is a page that asks for a click, not a refusal.
 */
function isTelling({ status, headers }: Answer): boolean {
  if (headers['cf-mitigated'] === 'challenge') return false;
  return status === 451 || status === 403 || status >= 500;
}
