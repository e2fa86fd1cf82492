import { type BodyBounds, type BodyEnd, readBodySample } from '../../src/base/bounded-body.ts';
import { createDeferred } from '../../src/base/deferred.ts';
import { definedOnly } from '../../src/base/defined-only.ts';
import { failureFromErrorName } from '../../src/detection/browser-errors.ts';
import type { Probe, ProbeRequest, ProbeResult } from '../../src/model/probe.ts';
import browser, { type WebRequest } from './api.ts';
import { isOriginWithheld } from './own-fetch.ts';

/** `fetch` says only "Failed to fetch". The browser's name for the error comes as an event, shortly before or after. */
const EVENT_GRACE_MS = 300;

interface PendingRequest {
  ip?: string;
  status?: number;
  headers?: Record<string, string>;
  hstsUpgraded?: boolean;
  /** The browser reports this request: the extension may ask this host. */
  isReported?: boolean;
  error?: string;
  /** Ends the request. */
  abortController: AbortController;
  onEvent: () => void;
  /** Settles when the request is over. */
  finished: Promise<void>;
}

/**
 * Makes the extension's own requests and reads, through webRequest, what `fetch` hides: the exact error, the peer's
 * address, the status and target of a redirect. It listens only while a request is under way, so that browsing does not
 * wake the background.
 */
export class FetchProbe {
  readonly #pending = new Map<string, PendingRequest>();
  /** By the browser's request id, which stays the same through redirects. Kept while a request is under way. */
  readonly #byRequestId = new Map<string, PendingRequest>();
  readonly #hosts: string[];
  #activeProbes = 0;
  #listenersReady: Promise<unknown> | undefined;

  constructor(hosts: string[]) {
    this.#hosts = hosts;
  }

  readonly probe: Probe = async (request, signal) => {
    // Events name a request by its address, so two requests to one address go one after the other.
    for (let other = this.#pending.get(request.url); other; other = this.#pending.get(request.url))
      await other.finished;
    const eventReceived = createDeferred();
    const finished = createDeferred();
    const seen: PendingRequest = {
      abortController: new AbortController(),
      onEvent: eventReceived.resolve,
      finished: finished.promise,
    };
    this.#pending.set(request.url, seen);
    this.#addListeners();
    try {
      const [isReady] = await Promise.all([isReadyToLeave(request), this.#listenersReady]);
      if (!isReady) return { kind: 'not-sent', why: 'not-permitted', ms: 0 };
      const start = performance.now();
      const result = await this.#fetchOnce(request, signal, seen, eventReceived.promise);
      return { ...result, ms: Math.round(performance.now() - start) };
    } finally {
      this.#pending.delete(request.url);
      this.#removeListeners();
      finished.resolve();
    }
  };

  async #fetchOnce(
    request: ProbeRequest,
    callerSignal: AbortSignal,
    seen: PendingRequest,
    eventReceived: Promise<void>,
  ): Promise<DistributiveOmit<ProbeResult, 'ms'>> {
    const deadline = new AbortController();
    const timer = setTimeout(() => deadline.abort(), request.timeoutMs);
    const abortSignal = AbortSignal.any([callerSignal, deadline.signal, seen.abortController.signal]);
    const start = performance.now();
    try {
      const response = await fetch(request.url, fetchOptions(request, abortSignal));
      if ((request.maxBodyMs ?? request.maxIdleMs) !== undefined) clearTimeout(timer);
      const begun = performance.now();
      const { body, end: bodyEnd } = await readBodySample(response.body, bodyBounds(request, begun - start));
      const bodyMs = Math.round(performance.now() - begun);
      // The peer's address, and the status and target of a redirect (opaque to fetch), come by event alone.
      if (!request.noCors && seen.status === undefined) await withinGrace(eventReceived);
      seen.abortController.abort();
      return answeredResult(response, seen, { body, bodyMs, bodyEnd });
    } catch (error) {
      if (callerSignal.aborted) throw error;
      if (seen.hstsUpgraded) return UPGRADED_RESULT;
      if (deadline.signal.aborted) return { kind: 'timeout' };
      if (!request.noCors && seen.error === undefined) await withinGrace(eventReceived);
      return failedResult(request, seen);
    } finally {
      clearTimeout(timer);
    }
  }

  #addListeners(): void {
    if (this.#activeProbes++ > 0) return;
    const filter = { urls: this.#hosts, types: ['xmlhttprequest', 'other'] as WebRequest.ResourceType[] };
    browser.webRequest.onBeforeRequest.addListener(this.#onStart, filter);
    browser.webRequest.onBeforeRedirect.addListener(this.#onRedirect, filter, ['responseHeaders']);
    browser.webRequest.onResponseStarted.addListener(this.#onResponseStarted, filter, ['responseHeaders']);
    browser.webRequest.onErrorOccurred.addListener(this.#onError, filter);
    // Listeners are announced to the browser, and it does not say when it has them. It takes what it is told in order:
    // an answer to a later question says so. A request that left before has no name for its error (seen).
    this.#listenersReady = browser.runtime.getPlatformInfo().catch(() => {});
  }

  #removeListeners(): void {
    if (--this.#activeProbes > 0) return;
    browser.webRequest.onBeforeRequest.removeListener(this.#onStart);
    browser.webRequest.onBeforeRedirect.removeListener(this.#onRedirect);
    browser.webRequest.onResponseStarted.removeListener(this.#onResponseStarted);
    browser.webRequest.onErrorOccurred.removeListener(this.#onError);
    this.#byRequestId.clear();
  }

  readonly #onStart = (details: WebRequest.OnBeforeRequestDetailsType): undefined => {
    const seen = this.#pending.get(details.url);
    // A plain request that the browser takes to https by itself keeps its id, even if the same https URL is asked meanwhile.
    if (!seen || !isOfBackground(details) || this.#byRequestId.has(details.requestId)) return;
    seen.isReported = true;
    this.#byRequestId.set(details.requestId, seen);
  };

  readonly #onRedirect = (details: WebRequest.OnBeforeRedirectDetailsType): void => {
    const seen = this.#byRequestId.get(details.requestId);
    if (!seen) return;
    // HSTS and the like redirect inside the browser: no peer, and https of the same host. A redirect of https to itself
    // is none of these.
    const { url, redirectUrl, ip } = details;
    if (ip == null && url.startsWith('http:') && redirectUrl === url.replace('http:', 'https:')) {
      seen.hstsUpgraded = true;
      // Firefox follows it in spite of `redirect: manual`. The encrypted request was not asked for.
      seen.abortController.abort();
    }
    this.#recordResponse(seen, details);
  };

  readonly #onResponseStarted = (details: WebRequest.OnResponseStartedDetailsType): void => {
    const seen = this.#byRequestId.get(details.requestId);
    if (seen) this.#recordResponse(seen, details);
  };

  readonly #onError = (details: WebRequest.OnErrorOccurredDetailsType): void => {
    const seen = this.#byRequestId.get(details.requestId);
    if (!seen || seen.status !== undefined) return;
    seen.error = details.error;
    // Firefox names the peer of a failed request too; Chromium does not.
    if (details.ip != null) seen.ip = details.ip;
    seen.onEvent();
  };

  #recordResponse(
    seen: PendingRequest,
    details: WebRequest.OnResponseStartedDetailsType | WebRequest.OnBeforeRedirectDetailsType,
  ): void {
    if (details.ip != null) seen.ip = details.ip;
    seen.status = details.statusCode;
    seen.headers = toHeaderRecord(details.responseHeaders);
    seen.onEvent();
  }
}

/** The workers of pages are in no tab either, and may ask for the same address; what they meet says nothing of ours. */
const isOfBackground = ({
  tabId,
  documentUrl,
  originUrl,
  initiator,
}: WebRequest.OnBeforeRequestDetailsType & { initiator?: string }): boolean =>
  tabId === -1 && !/^https?:/.test(documentUrl ?? originUrl ?? initiator ?? '');

/** A GET with `no-cors` carries no `Origin`. For all others the browser must have been told to leave it out. */
const isReadyToLeave = async ({ url, noCors }: ProbeRequest): Promise<boolean> =>
  noCors === true || isOriginWithheld(url);

/** No cookies, no cache, no referrer; a redirect is an answer. */
function fetchOptions(request: ProbeRequest, signal: AbortSignal): RequestInit {
  return {
    signal,
    mode: request.noCors ? 'no-cors' : 'cors',
    credentials: 'omit',
    cache: 'no-store',
    redirect: request.noCors ? 'follow' : 'manual',
    referrerPolicy: 'no-referrer',
    headers: requestHeaders(request),
    ...(request.isHeadRequest ? { method: 'HEAD' } : {}),
    ...(request.postBody === undefined ? {} : { method: 'POST', body: request.postBody }),
  };
}

/** The plain request never left: the browser went to https by itself (HSTS). */
const UPGRADED_RESULT = {
  kind: 'answered',
  status: 307,
  headers: {},
  body: new Uint8Array(),
  hstsUpgraded: true,
} as const;

function answeredResult(
  response: Response,
  seen: PendingRequest,
  read: { body: Uint8Array; bodyMs: number; bodyEnd: BodyEnd },
): Omit<Extract<ProbeResult, { kind: 'answered' }>, 'ms'> {
  return {
    kind: 'answered',
    status: seen.status ?? response.status,
    headers: seen.headers ?? Object.fromEntries(response.headers),
    ...read,
    hstsUpgraded: seen.hstsUpgraded ?? false,
    ...definedOnly({ ip: seen.ip }),
  };
}

function failedResult(
  { noCors = false }: ProbeRequest,
  { error = '', ip, isReported = false }: PendingRequest,
): DistributiveOmit<Exclude<ProbeResult, { kind: 'answered' }>, 'ms'> {
  // Without permission for the host, the browser stops the request and reports nothing of it.
  if (!noCors && !isReported) return { kind: 'not-sent', why: 'not-permitted' };
  return { kind: 'failed', failure: failureFromErrorName(error), error, ...definedOnly({ ip }) };
}

/**
 * Bytes of TLS come in records of up to 16 KB. Where the head took so long that a pause of `maxIdleMs` is usual, the body
 * is read for its time and no pause counts as a stop.
 */
function bodyBounds({ maxBodyBytes, maxBodyMs, maxIdleMs }: ProbeRequest, headMs: number): BodyBounds {
  const isPauseUsual = maxIdleMs !== undefined && headMs > maxIdleMs / 2;
  return {
    maxBytes: maxBodyBytes,
    truncate: true,
    ...definedOnly({ maxMs: maxBodyMs, maxIdleMs: isPauseUsual ? undefined : maxIdleMs }),
  };
}

function requestHeaders({
  accept,
  postBody,
  isRangeRequest,
  maxBodyBytes,
}: ProbeRequest): Record<string, string> {
  return {
    ...definedOnly({ accept }),
    ...(postBody === undefined ? {} : { 'content-type': 'application/json' }),
    ...(isRangeRequest ? { range: `bytes=0-${maxBodyBytes - 1}` } : {}),
  };
}

type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;

export function toHeaderRecord(headers: WebRequest.HttpHeaders | undefined): Record<string, string> {
  return Object.fromEntries((headers ?? []).map(({ name, value }) => [name.toLowerCase(), value ?? '']));
}

function withinGrace(eventReceived: Promise<void>): Promise<void> {
  return Promise.race([eventReceived, new Promise<void>((resolve) => setTimeout(resolve, EVENT_GRACE_MS))]);
}
