import type { PageLoadMonitor } from '../../src/detection/page-load-monitor.ts';
import { isNetworkFailure, type SubresourceMonitor } from '../../src/detection/subresource-monitor.ts';
import type { RequestEvent, ResponseStart } from '../../src/model/page-load.ts';
import { socketPatterns } from '../../src/platforms/catalogue.ts';
import browser, { type WebRequest } from './api.ts';
import { toHeaderRecord } from './fetch-probe.ts';
import { findTabByOrigin } from './tabs.ts';

type RequestDetails = { tabId: number; requestId: string; url: string; timeStamp: number };
/** Fields that only Chromium has: the origin and the document that asked, its lifecycle and the kind of its frame. */
type ChromiumDetails = {
  initiator?: string;
  documentId?: string;
  documentLifecycle?: string;
  frameType?: string;
};

/**
 * Feeds the main-frame events of the catalogue's hosts to the monitor. It observes only: other sites, frames and resources
 * raise no event and wake nothing. Call it at the top level of the background, so that the browser starts it again for the
 * next event.
 */
export function monitorPageLoads(monitor: PageLoadMonitor, urls: string[]): void {
  const filter = { urls, types: ['main_frame'] as WebRequest.ResourceType[] };
  const { onBeforeRequest, onBeforeRedirect, onResponseStarted, onCompleted, onErrorOccurred } =
    browser.webRequest;
  onBeforeRequest.addListener((d): undefined => {
    if (isUserNavigation(d)) monitor.requestStarted(toRequestEvent(d));
  }, filter);
  onBeforeRedirect.addListener(
    (d) =>
      isUserNavigation(d) && monitor.requestRedirected(toRequestEvent(d), d.redirectUrl, toResponseStart(d)),
    filter,
    ['responseHeaders'],
  );
  onResponseStarted.addListener(
    (d) => isUserNavigation(d) && monitor.responseStarted(toRequestEvent(d), toResponseStart(d)),
    filter,
    ['responseHeaders'],
  );
  onCompleted.addListener((d) => isUserNavigation(d) && monitor.requestCompleted(toRequestEvent(d)), filter);
  onErrorOccurred.addListener(
    (d) => isUserNavigation(d) && monitor.requestFailed(toRequestEvent(d), d.error, d.ip ?? undefined),
    filter,
  );
}

/**
 * Chromium prefetches and prerenders pages, reports them with the tab that may go there, and silently drops those that
 * fail. A document asks for such a page; a page that a person opens has no such document, even from a link.
 */
function isUserNavigation(details: object): boolean {
  const { documentLifecycle, documentId } = details as ChromiumDetails;
  return documentLifecycle === undefined || (!isPrerendered(details) && documentId === undefined);
}

/** Chromium leaves the lifecycle empty until there is a document: for what a page asks for in its first moments. */
function isPrerendered(details: object): boolean {
  const { documentLifecycle = '' } = details as ChromiumDetails;
  return documentLifecycle !== '' && documentLifecycle !== 'active';
}

/** Chromium gives even the outermost frame a non-zero id until the page commits. */
const isSubframe = ({ frameId, frameType }: { frameId: number } & ChromiumDetails): boolean =>
  frameId > 0 && frameType !== 'outermost_frame';

/** What a page is made of. Pings and beacons are left out: they paint nothing. */
const SUBRESOURCE_TYPES: WebRequest.ResourceType[] = [
  'script',
  'stylesheet',
  'xmlhttprequest',
  'image',
  'websocket',
  'media',
  'font',
];
/** How long after its start a load is watched for parts from the platform's own domains, ms. */
const DOMAIN_LISTEN_MS = 25_000;

/**
 * Feeds the failed parts of platforms' pages to the monitor. Parts that load raise no event.
 * Asset hosts, and scripts from the domains themselves, have listeners at all times: pages ask for them only while they
 * load. Everything else on the domains has one only for a while after a load, because ad blockers fail counting pixels there
 * all day, and each failure would wake the background. Call it at the top level, like `monitorPageLoads`.
 */
export function monitorSubresources(
  monitor: SubresourceMonitor,
  {
    main,
    assets,
    onLoadStart,
  }: { main: string[]; assets: string[]; onLoadStart: (event: RequestEvent) => void },
): void {
  const { onBeforeRequest, onErrorOccurred } = browser.webRequest;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const listenToDomains = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => onErrorOccurred.removeListener(onDomainError), DOMAIN_LISTEN_MS);
    if (!onErrorOccurred.hasListener(onDomainError))
      onErrorOccurred.addListener(onDomainError, {
        urls: withSocketPatterns(main),
        types: SUBRESOURCE_TYPES.filter((type) => type !== 'script'),
      });
  };
  const onError = (d: WebRequest.OnErrorOccurredDetailsType & ChromiumDetails): void => {
    const initiator = d.documentUrl ?? d.originUrl ?? d.initiator ?? '';
    // Frames inside a page belong to other sites; the extension's own requests are read by FetchProbe.
    const failure = {
      url: d.url,
      initiator,
      error: d.error,
      at: d.timeStamp,
      isWebSocket: d.type === 'websocket',
    };
    if (isPrerendered(d) || isSubframe(d) || !isNetworkFailure(failure) || !/^https?:/.test(initiator))
      return;
    if (d.tabId >= 0) {
      monitor.subresourceFailed({ ...failure, tabId: d.tabId });
      return;
    }
    // A service worker's request. In Chromium a page that a worker serves raises no event of its own.
    listenToDomains();
    void findTabByOrigin(initiator, d.incognito).then((tabId) => {
      if (tabId !== undefined)
        monitor.subresourceFailed({ ...failure, tabId, isWorkerScript: d.type === 'script' });
    });
  };
  const onDomainError = (d: WebRequest.OnErrorOccurredDetailsType): void => onError(d);
  onErrorOccurred.addListener(onError, { urls: withSocketPatterns(assets), types: SUBRESOURCE_TYPES });
  onErrorOccurred.addListener((d) => onError(d), { urls: main, types: ['script'] });
  onBeforeRequest.addListener(
    (d): undefined => {
      if (!isUserNavigation(d)) return;
      onLoadStart(toRequestEvent(d));
      listenToDomains();
    },
    { urls: main, types: ['main_frame'] },
  );
}

const withSocketPatterns = (patterns: string[]): string[] => [...patterns, ...socketPatterns(patterns)];

function toRequestEvent({ tabId, requestId, url, timeStamp }: RequestDetails): RequestEvent {
  return { tabId, requestId, url, at: timeStamp };
}

function toResponseStart(
  d: WebRequest.OnResponseStartedDetailsType | WebRequest.OnBeforeRedirectDetailsType,
): ResponseStart {
  return {
    status: d.statusCode,
    fromCache: d.fromCache,
    headers: toHeaderRecord(d.responseHeaders),
    ...(d.ip == null ? {} : { ip: d.ip }),
  };
}
