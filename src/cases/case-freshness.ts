import type { Case } from '../model/case.ts';
import type { PageLoad } from '../model/page-load.ts';

/**
 * Failures of a platform in the same class within this time, ms, are one case, in any tab: browsers reload error pages
 * by themselves, and people open a second tab.
 */
export const SAME_CASE_MS = 5 * 60_000;

/** Tells which cases still say how things stand. */
export class CaseFreshness {
  readonly #now: () => number;
  /**
   * Unix epoch, ms: when the network changed, and when a page of each platform (by slug) last arrived. Older cases are
   * out of date.
   */
  #networkChangedAt = 0;
  readonly #platformArrivedAt = new Map<string, number>();
  /**
   * When the last partial load that opened the popup began, by platform: a page that arrives does not say that its
   * subresources will.
   */
  readonly #partialLoadShownAt = new Map<string, number>();

  /** @param now Unix epoch, ms */
  constructor(now: () => number) {
    this.#now = now;
  }

  /** Observations of another network say nothing about this one. */
  networkChanged(): void {
    this.#networkChangedAt = this.#now();
  }

  pageArrived({ platform, startedAt }: PageLoad): void {
    this.#platformArrivedAt.set(platform.slug, startedAt);
  }

  /** The page of a case is replaced by another one. */
  caseReplaced({ symptom, shown, platform, startedAt }: Case): void {
    if (symptom.kind === 'partial-load' && shown) this.#partialLoadShownAt.set(platform, startedAt);
  }

  wasPartialLoadShown(platform: string): boolean {
    return this.#now() - (this.#partialLoadShownAt.get(platform) ?? 0) < SAME_CASE_MS;
  }

  /** Whether nothing has happened since that would make the case out of date. */
  isCurrent({ platform, startedAt }: Case): boolean {
    return startedAt >= Math.max(this.#networkChangedAt, this.#platformArrivedAt.get(platform) ?? 0);
  }

  isFresh(one: Case): boolean {
    return this.isCurrent(one) && this.#now() - one.startedAt < SAME_CASE_MS;
  }
}
