import type { Watch } from '../../src/detection/page-load-monitor.ts';
import { blamesTheWay, type HalfLoaded } from '../../src/detection/subresource-monitor.ts';
import type { Answer, LoadEvent } from '../../src/model/page-load.ts';
import { socketPatterns } from '../../src/platforms/catalogue.ts';
import browser, { type WebRequest } from './api.ts';
import { headersOf } from './fetch-probe.ts';
import { findTabByOrigin } from './tabs.ts';

type Details = { tabId: number; requestId: string; url: string; timeStamp: number };
/** What Chromium adds: the origin that asked, the document that did and its frame's kind, and whether anybody sees it. */
type More = { initiator?: string; documentId?: string; documentLifecycle?: string; frameType?: string };

/**
 * Feeds the main-frame events of the catalogue's hosts to the watch. Observes only; other sites, frames and
 * resources raise no event and wake nothing. Must be called at the top level of the background, so that the browser
 * starts it again for the next event.
 */
export function watchLoads(watch: Watch, urls: string[]): void {
  const filter = { urls, types: ['main_frame'] as WebRequest.ResourceType[] };
  const { onBeforeRequest, onBeforeRedirect, onResponseStarted, onCompleted, onErrorOccurred } =
    browser.webRequest;
  onBeforeRequest.addListener((d): undefined => {
    if (isOpened(d)) watch.started(eventOf(d));
  }, filter);
  onBeforeRedirect.addListener(
    (d) => isOpened(d) && watch.redirected(eventOf(d), d.redirectUrl, answerOf(d)),
    filter,
    ['responseHeaders'],
  );
  onResponseStarted.addListener((d) => isOpened(d) && watch.answered(eventOf(d), answerOf(d)), filter, [
    'responseHeaders',
  ]);
  onCompleted.addListener((d) => isOpened(d) && watch.completed(eventOf(d)), filter);
  onErrorOccurred.addListener(
    (d) => isOpened(d) && watch.failed(eventOf(d), d.error, d.ip ?? undefined),
    filter,
  );
}

/**
 * Chromium loads pages ahead, tells of them as of the tab that may go there, and drops those that fail: nobody sees
 * them. A document asks for such a page; for one that a person goes to no document does, whoever links to it.
 */
function isOpened(details: object): boolean {
  const { documentLifecycle, documentId } = details as More;
  return documentLifecycle === undefined || (!isAhead(details) && documentId === undefined);
}

/** Chromium calls the state of a document empty while it knows of none: what a page asks for in its first moments. */
function isAhead(details: object): boolean {
  const { documentLifecycle = '' } = details as More;
  return documentLifecycle !== '' && documentLifecycle !== 'active';
}

/** Chromium numbers a page's own frame like any other until the page is there: what it asks for in its first moments. */
const isInFrame = ({ frameId, frameType }: { frameId: number } & More): boolean =>
  frameId > 0 && frameType !== 'outermost_frame';

/** What a page is made of. Pings and beacons paint nothing. */
const PARTS: WebRequest.ResourceType[] = [
  'script',
  'stylesheet',
  'xmlhttprequest',
  'image',
  'websocket',
  'media',
  'font',
];
/** For how long after its start a load is watched for parts from the platform's own domains, ms. */
const PARTS_MS = 25_000;

/**
 * Feeds the failed parts of platforms' pages to `half`; of a part that comes nothing is heard.
 * Hosts of parts alone are listened to at all times, and so is code from the domains themselves: it is asked for when
 * a page loads. All else on the domains, whose counting pixels every ad blocker fails all day, only for a while after
 * a load: the background is awake then anyway. Must be called at the top level, as `watchLoads`.
 */
export function watchParts(
  half: HalfLoaded,
  { main, assets, started }: { main: string[]; assets: string[]; started: (event: LoadEvent) => void },
): void {
  const { onBeforeRequest, onErrorOccurred } = browser.webRequest;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const listen = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => onErrorOccurred.removeListener(hearDomain), PARTS_MS);
    if (!onErrorOccurred.hasListener(hearDomain))
      onErrorOccurred.addListener(hearDomain, {
        urls: withSockets(main),
        types: PARTS.filter((type) => type !== 'script'),
      });
  };
  const hear = (d: WebRequest.OnErrorOccurredDetailsType & More): void => {
    const from = d.documentUrl ?? d.originUrl ?? d.initiator ?? '';
    // Frames inside a page are somebody else's, or embedded elsewhere; what this extension asks has its own reader.
    const failure = { url: d.url, from, error: d.error, at: d.timeStamp, isSocket: d.type === 'websocket' };
    if (isAhead(d) || isInFrame(d) || !blamesTheWay(failure) || !/^https?:/.test(from)) return;
    if (d.tabId >= 0) {
      half.failed({ ...failure, tabId: d.tabId });
      return;
    }
    // A service worker's request. In Chromium a page out of its hands raises no event of its own.
    listen();
    void findTabByOrigin(from, d.incognito).then((tabId) => {
      if (tabId !== undefined) half.failed({ ...failure, tabId, isWorkerCode: d.type === 'script' });
    });
  };
  const hearDomain = (d: WebRequest.OnErrorOccurredDetailsType): void => hear(d);
  onErrorOccurred.addListener(hear, { urls: withSockets(assets), types: PARTS });
  onErrorOccurred.addListener((d) => hear(d), { urls: main, types: ['script'] });
  onBeforeRequest.addListener(
    (d): undefined => {
      if (!isOpened(d)) return;
      started(eventOf(d));
      listen();
    },
    { urls: main, types: ['main_frame'] },
  );
}

const withSockets = (patterns: string[]): string[] => [...patterns, ...socketPatterns(patterns)];

function eventOf({ tabId, requestId, url, timeStamp }: Details): LoadEvent {
  return { tabId, requestId, url, at: timeStamp };
}

function answerOf(
  d: WebRequest.OnResponseStartedDetailsType | WebRequest.OnBeforeRedirectDetailsType,
): Answer {
  return {
    status: d.statusCode,
    fromCache: d.fromCache,
    headers: headersOf(d.responseHeaders),
    ...(d.ip == null ? {} : { ip: d.ip }),
  };
}
