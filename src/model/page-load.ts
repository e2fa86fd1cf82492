import type { Platform } from '../platforms/platform.ts';

/** What the browser says about one main-frame request. `at` is Unix epoch, ms. */
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
  /** Lower-case names. */
  headers: Record<string, string>;
}

/** One load of a platform's page. It holds the host and never the path, which is what somebody reads. */
export interface PageLoad {
  tabId: number;
  platform: Platform;
  host: string;
  isSecure: boolean;
  /** Unix epoch, ms. */
  startedAt: number;
  /** The page's own service worker answers. The browser does not tell how that ends. */
  isServedByWorker?: true;
}
