/** What the browser says about one main-frame request. `at` is Unix epoch, ms. */
export interface RequestEvent {
  tabId: number;
  requestId: string;
  url: string;
  at: number;
  private?: boolean;
}

export interface ResponseStart {
  status: number;
  ip?: string;
  fromCache: boolean;
  /** Lower-case names. */
  headers: Record<string, string>;
}

export interface PageLoad {
  tabId: number;
  url: URL;
  startedAt: number;
  /** The page's own service worker answers, and how that goes the browser does not say. */
  isServedByWorker?: true;
}
