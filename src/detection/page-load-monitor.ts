import { definedOnly } from '../base/defined-only.ts';
import { capHostName } from '../base/host-name.ts';
import { isIpLiteral } from '../base/ip.ts';
import type { PageLoad, RequestEvent, ResponseStart } from '../model/page-load.ts';
import type { Symptom } from '../model/symptom.ts';
import type { Platform } from '../platforms/platform.ts';
import { failureFromErrorName, isInconclusive } from './browser-errors.ts';

/** ms after its first byte at which an unfinished page has stalled: at 128 kbit/s that is 130 KB. */
export const STALL_MS = 8_000;

/** A timer that runs this much later than it should, ms, has slept with the device: it says nothing about a page. */
const ASLEEP_MS = 5_000;

/**
 * No browser waits longer than this for a page, ms. The tab of an older load is gone, or the event of its end was lost.
 */
const ABANDONED_MS = 10 * 60_000;

interface MonitoredLoad {
  tabId: number;
  url: URL;
  startedAt: number;
  isServedByWorker?: true;
  /** The answer has begun, and not from the cache. */
  hasBegun?: true;
  stopTimer: () => void;
  reported?: Symptom['kind'];
}

export interface PageLoadMonitorDeps {
  platformOf(host: string): Platform | undefined;
  onSymptom(load: PageLoad, symptom: Symptom): void;
  /** A page arrived over https with a valid certificate, or from the cache. */
  onPageArrived(load: PageLoad): void;
  /** Some time ago the whole page had arrived: by now its parts should have, too. */
  onPartsDue(load: PageLoad): void;
  /** ms without a first byte until a page hangs: people leave sooner than the browser gives up (15 s to over 100 s). */
  hangMs(): number;
  /** A page took this long to its first byte from the network, ms. */
  onResponseTime(ms: number): void;
  /** Unix epoch, ms. */
  now(): number;
  /**
   * Runs `callback` at that time (Unix epoch, ms): browsers may deliver an event long after its `at`. @returns cancels
   * it
   */
  setTimer(callback: () => void, at: number): () => void;
}

/**
 * Turns the main-frame events of catalogue hosts into symptoms: at most one per load, and one more when a hang ends. It
 * holds only the loads under way. If the browser kills the worker during a hang, only the timer is lost: the browser's
 * own error still arrives.
 */
export class PageLoadMonitor {
  readonly #deps: PageLoadMonitorDeps;
  readonly #loads = new Map<string, MonitoredLoad>();

  constructor(deps: PageLoadMonitorDeps) {
    this.#deps = deps;
  }

  /** The number of loads under way. */
  get size(): number {
    return this.#loads.size;
  }

  requestStarted(event: RequestEvent): void {
    const known = this.#loads.get(event.requestId);
    if (known) {
      known.url = new URL(event.url);
      return;
    }
    for (const [id, other] of this.#loads)
      if (other.tabId === event.tabId || event.at - other.startedAt > ABANDONED_MS) this.#forgetLoad(id);
    const load: MonitoredLoad = {
      tabId: event.tabId,
      url: new URL(event.url),
      startedAt: event.at,
      stopTimer: () => {},
    };
    const hangMs = this.#deps.hangMs();
    load.stopTimer = this.#startTimer(
      () => this.#onHangTimeout(event.requestId, load, hangMs),
      event.at + hangMs,
    );
    this.#loads.set(event.requestId, load);
  }

  requestRedirected(event: RequestEvent, to: string, response: ResponseStart): void {
    const load = this.#loadOf(event);
    const from = new URL(event.url);
    const target = new URL(to, from);
    // Firefox's last event of a load that the page's own service worker takes over (Chromium sends no event at all).
    if (target.href === from.href && response.status === 0) {
      load.isServedByWorker = true;
      return;
    }
    // Over TLS a redirect comes from the site; over plain HTTP anything on the path can forge it. No site redirects its
    // visitors to an IP address, so such a redirect counts as forged even over TLS.
    const isForgeable =
      (from.protocol === 'http:' && response.ip !== undefined) || isIpLiteral(target.hostname);
    if (isForgeable && !this.#isSamePlatform(from.hostname, target.hostname)) {
      load.stopTimer();
      this.#reportSymptom(load, {
        kind: 'plain-page',
        status: response.status,
        ms: event.at - load.startedAt,
        redirectHost: capHostName(target.hostname),
        ...definedOnly({ ip: response.ip }),
      });
      return;
    }
    load.url = target;
    // The browser sends no more events for a host outside the catalogue, and the extension does not watch such pages.
    if (!this.#isSamePlatform(from.hostname, target.hostname)) this.#forgetLoad(event.requestId);
  }

  responseStarted(event: RequestEvent, response: ResponseStart): void {
    const load = this.#loadOf(event);
    load.stopTimer();
    this.#loads.set(event.requestId, load);
    if (canStall(load, response))
      load.stopTimer = this.#startTimer(
        () => this.#reportSymptom(load, { kind: 'stalled', ms: STALL_MS }),
        event.at + STALL_MS,
      );
    if (!response.fromCache) {
      load.hasBegun = true;
      this.#deps.onResponseTime(event.at - load.startedAt);
    }
    const secure = load.url.protocol === 'https:';
    const timing = {
      ms: event.at - load.startedAt,
      ...definedOnly({ ip: response.ip }),
    };
    if (isFailureStatus(response))
      this.#reportSymptom(load, { kind: 'status', status: response.status, secure, ...timing });
    else if (secure || response.fromCache) this.#reportArrival(load);
    else this.#reportSymptom(load, { kind: 'plain-page', status: response.status, ...timing });
  }

  /** The whole body has arrived. */
  requestCompleted(event: RequestEvent): void {
    const load = this.#loads.get(event.requestId);
    this.#forgetLoad(event.requestId);
    if (load?.url.protocol !== 'https:' || load.reported !== undefined) return;
    // It is remembered until its parts are due, or until the tab loads another page.
    this.#loads.set(event.requestId, load);
    load.stopTimer = this.#startTimer(() => this.#onPartsDue(event.requestId, load), event.at + STALL_MS);
  }

  requestFailed(event: RequestEvent, error: string, ip?: string): void {
    const load = this.#loadOf(event);
    this.#forgetLoad(event.requestId);
    const failure = failureFromErrorName(error);
    if (isInconclusive(failure)) return;
    const ms = Math.max(0, event.at - load.startedAt);
    this.#reportSymptom(load, {
      kind: 'error',
      failure,
      error,
      ms,
      ...definedOnly({ ip, begun: load.hasBegun }),
    });
  }

  /** The load of an event. A worker that the browser started for this event has not seen the load begin. */
  #loadOf({ requestId, tabId, url, at }: RequestEvent): MonitoredLoad {
    const load = this.#loads.get(requestId) ?? {
      tabId,
      url: new URL(url),
      startedAt: at,
      stopTimer: () => {},
    };
    load.url = new URL(url);
    return load;
  }

  /**
   * The page may still arrive. The browser reports nothing more about a load that a service worker answers, so it is
   * forgotten.
   */
  #onHangTimeout(requestId: string, load: MonitoredLoad, ms: number): void {
    if (load.isServedByWorker) this.#forgetLoad(requestId);
    this.#reportSymptom(load, { kind: 'hang', ms });
  }

  #onPartsDue(requestId: string, load: MonitoredLoad): void {
    this.#forgetLoad(requestId);
    const pageLoad = this.#toPageLoad(load);
    if (pageLoad) this.#deps.onPartsDue(pageLoad);
  }

  #startTimer(callback: () => void, at: number): () => void {
    return this.#deps.setTimer(() => {
      if (this.#deps.now() - at < ASLEEP_MS) callback();
    }, at);
  }

  #forgetLoad(requestId: string): void {
    this.#loads.get(requestId)?.stopTimer();
    this.#loads.delete(requestId);
  }

  #reportSymptom(load: MonitoredLoad, symptom: Symptom): void {
    if (load.reported !== undefined && load.reported !== 'hang') return;
    load.reported = symptom.kind;
    const pageLoad = this.#toPageLoad(load);
    if (pageLoad) this.#deps.onSymptom(pageLoad, symptom);
  }

  #reportArrival(load: MonitoredLoad): void {
    const pageLoad = this.#toPageLoad(load);
    if (pageLoad) this.#deps.onPageArrived(pageLoad);
  }

  /** The only place where a load gets its platform; undefined if a redirect led out of the catalogue. */
  #toPageLoad({ tabId, url, startedAt, isServedByWorker }: MonitoredLoad): PageLoad | undefined {
    const platform = this.#deps.platformOf(url.hostname);
    if (!platform) return undefined;
    return {
      tabId,
      platform,
      host: url.hostname,
      isSecure: url.protocol === 'https:',
      startedAt,
      ...(isServedByWorker ? { isServedByWorker } : {}),
    };
  }

  #isSamePlatform(a: string, b: string): boolean {
    return a === b || (this.#deps.platformOf(a)?.slug ?? a) === this.#deps.platformOf(b)?.slug;
  }
}

/** Only a page over https can stall: a download may take its time, and a page over plain HTTP is a symptom already. */
function canStall({ url }: MonitoredLoad, response: ResponseStart): boolean {
  const isPage = response.headers['content-type']?.startsWith('text/html') === true;
  const isFile = response.headers['content-disposition']?.startsWith('attachment') === true;
  return isPage && !isFile && !response.fromCache && !isFailureStatus(response) && url.protocol === 'https:';
}

/**
 * Statuses that open a case: 451 (RFC 7725), 403 and 5xx. A bot challenge is a page that asks for a click, not a
 * refusal.
 */
function isFailureStatus({ status, headers }: ResponseStart): boolean {
  if (headers['cf-mitigated'] === 'challenge') return false;
  return status === 451 || status === 403 || status >= 500;
}
