/** What the browser says about one main-frame request. `at` is Unix epoch, ms. */
export interface LoadEvent {
  tabId: number;
  requestId: string;
  url: string;
  at: number;
  private?: boolean;
}

export interface Answer {
  status: number;
  ip?: string;
  fromCache: boolean;
  /** Lower-case names. */
  headers: Record<string, string>;
}

export interface Load {
  tabId: number;
  url: URL;
  startedAt: number;
  /** The page's own service worker answers, and how that goes the browser does not say. */
  byWorker?: true;
}
