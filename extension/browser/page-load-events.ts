import type { PageLoadMonitor } from '../../src/detection/page-load-monitor.ts';
import { isNetworkFailure, type SubresourceMonitor } from '../../src/detection/subresource-monitor.ts';
import type { RequestEvent, ResponseStart } from '../../src/model/page-load.ts';
import { socketPatterns } from '../../src/platforms/catalogue.ts';
import browser, { type WebRequest } from './api.ts';
import { toHeaderRecord } from './fetch-probe.ts';
import { findTabByOrigin } from './tabs.ts';

type RequestDetails = { tabId: number; requestId: string; url: string; timeStamp: number };
/** What Chromium adds: the origin that asked, the document that did and its frame's kind, and whether anybody sees it. */
type ChromiumDetails = {
  initiator?: string;
  documentId?: string;
  documentLifecycle?: string;
  frameType?: string;
};

/**
 * Feeds the main-frame events of the catalogue's hosts to the watch. Observes only; other sites, frames and
 * resources raise no event and wake nothing. Must be called at the top level of the background, so that the browser
 * starts it again for the next event.
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
 * Chromium loads pages ahead, tells of them as of the tab that may go there, and drops those that fail: nobody sees
 * them. A document asks for such a page; for one that a person goes to no document does, whoever links to it.
 */
function isUserNavigation(details: object): boolean {
  const { documentLifecycle, documentId } = details as ChromiumDetails;
  return documentLifecycle === undefined || (!isPrerendered(details) && documentId === undefined);
}

/** Chromium calls the state of a document empty while it knows of none: what a page asks for in its first moments. */
function isPrerendered(details: object): boolean {
  const { documentLifecycle = '' } = details as ChromiumDetails;
  return documentLifecycle !== '' && documentLifecycle !== 'active';
}

/** Chromium numbers a page's own frame like any other until the page is there: what it asks for in its first moments. */
const isSubframe = ({ frameId, frameType }: { frameId: number } & ChromiumDetails): boolean =>
  frameId > 0 && frameType !== 'outermost_frame';

/** What a page is made of. Pings and beacons paint nothing. */
const SUBRESOURCE_TYPES: WebRequest.ResourceType[] = [
  'script',
  'stylesheet',
  'xmlhttprequest',
  'image',
  'websocket',
  'media',
  'font',
];
/** For how long after its start a load is watched for parts from the platform's own domains, ms. */
const DOMAIN_LISTEN_MS = 25_000;

/**
 * Feeds the failed parts of platforms' pages to `half`; of a part that comes nothing is heard.
 * Hosts of parts alone are listened to at all times, and so is code from the domains themselves: it is asked for when
 * a page loads. All else on the domains, whose counting pixels every ad blocker fails all day, only for a while after
 * a load: the background is awake then anyway. Must be called at the top level, as `watchLoads`.
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
    // Frames inside a page are somebody else's, or embedded elsewhere; what this extension asks has its own reader.
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
    // A service worker's request. In Chromium a page out of its hands raises no event of its own.
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
