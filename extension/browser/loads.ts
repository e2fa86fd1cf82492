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
  const { onBeforeRequest, onBeforeRedirect, onResponseStarted, onErrorOccurred } = browser.webRequest;
  onBeforeRequest.addListener((d): undefined => watch.started(eventOf(d)) as undefined, filter);
  onBeforeRedirect.addListener((d) => watch.redirected(eventOf(d), d.redirectUrl, answerOf(d)), filter, [
    'responseHeaders',
  ]);
  onResponseStarted.addListener((d) => watch.answered(eventOf(d), answerOf(d)), filter, ['responseHeaders']);
  onErrorOccurred.addListener((d) => watch.failed(eventOf(d), d.error, d.ip ?? undefined), filter);
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
