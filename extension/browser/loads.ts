import type { HalfLoaded } from '../../src/detection/half-loaded.ts';
import type { Answer, LoadEvent, Watch } from '../../src/detection/watch.ts';
import browser, { type WebRequest } from './api.ts';
import { headersOf } from './prober.ts';

type Details = { tabId: number; requestId: string; url: string; timeStamp: number };

/**
 * Feeds the main-frame events of the catalogue's hosts to the watch. Observes only; other sites, frames and
 * resources raise no event and wake nothing. Must be called at the top level of the background, so that the browser
 * starts it again for the next event.
 */
export function watchLoads(watch: Watch, urls: string[]): void {
  const filter = { urls, types: ['main_frame'] as WebRequest.ResourceType[] };
  const { onBeforeRequest, onBeforeRedirect, onResponseStarted, onCompleted, onErrorOccurred } =
    browser.webRequest;
  onBeforeRequest.addListener((d): undefined => watch.started(eventOf(d)) as undefined, filter);
  onBeforeRedirect.addListener((d) => watch.redirected(eventOf(d), d.redirectUrl, answerOf(d)), filter, [
    'responseHeaders',
  ]);
  onResponseStarted.addListener((d) => watch.answered(eventOf(d), answerOf(d)), filter, ['responseHeaders']);
  onCompleted.addListener((d) => watch.completed(eventOf(d)), filter);
  onErrorOccurred.addListener((d) => watch.failed(eventOf(d), d.error, d.ip ?? undefined), filter);
}

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
 * Hosts of parts alone are listened to at all times. The domains themselves, whose counting pixels every ad blocker
 * fails all day, only while a page of a platform is loading: the background is awake then anyway. Must be called at the top level, as `watchLoads`.
 */
export function watchParts(
  half: HalfLoaded,
  { main, assets, started }: { main: string[]; assets: string[]; started: (event: LoadEvent) => void },
): void {
  const { onBeforeRequest, onErrorOccurred } = browser.webRequest;
  const hear = (d: WebRequest.OnErrorOccurredDetailsType & { initiator?: string }): void => {
    // Frames inside a page are somebody else's, or embedded elsewhere; a service worker has no frame.
    if (d.frameId > 0) return;
    const from = d.documentUrl ?? d.originUrl ?? d.initiator ?? '';
    half.failed({ tabId: d.tabId, url: d.url, from, error: d.error, at: d.timeStamp });
  };
  const hearDomain = (d: WebRequest.OnErrorOccurredDetailsType): void => hear(d);
  let timer: ReturnType<typeof setTimeout> | undefined;
  onErrorOccurred.addListener(hear, { urls: assets, types: PARTS });
  onBeforeRequest.addListener(
    (d): undefined => {
      started(eventOf(d));
      clearTimeout(timer);
      timer = setTimeout(() => onErrorOccurred.removeListener(hearDomain), PARTS_MS);
      if (!onErrorOccurred.hasListener(hearDomain))
        onErrorOccurred.addListener(hearDomain, { urls: main, types: PARTS });
      return undefined;
    },
    { urls: main, types: ['main_frame'] },
  );
}

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
