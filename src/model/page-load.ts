import type { Platform } from '../platforms/platform.ts';

/** What the browser reports about one main-frame request. `at`: Unix epoch, ms. */
export interface RequestEvent {
  tabId: number;
  requestId: string;
  url: string;
  at: number;
}

export interface ResponseStart {
  status: number;
  ip?: string;
  fromCache: boolean;
  /** Header names are in lower case. */
  headers: Record<string, string>;
}

/**
 * One load of a platform's page. It holds the host and never the path, because the path shows what the person reads.
 */
export interface PageLoad {
  tabId: number;
  platform: Platform;
  host: string;
  isSecure: boolean;
  /** Unix epoch, ms. */
  startedAt: number;
  /** Set if the page's own service worker answers: the browser does not report how such a load ends. */
  isServedByWorker?: true;
}
