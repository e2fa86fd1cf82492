import type { PagePart } from '../../src/model/observation.ts';

/**
 * Runs inside a platform's page that the person asked to check. It is injected as text, so it can use only what is inside
 * it. Of the parts that the page loads from these hosts, and those under them, it returns for each host how many there
 * are, and of the one that took longest the ms and, where the host lets pages see them, the bytes. It returns no address,
 * asks for nothing, and leaves nothing behind.
 */
export function readPageParts(suffixes: string[]): PagePart[] {
  const parts = new Map<string, PagePart>();
  const addPart = (url: string, bytes: number, ms: number): void => {
    const host = URL.parse(url)?.hostname ?? '';
    if (!suffixes.some((suffix) => host === suffix || host.endsWith(`.${suffix}`))) return;
    const before = parts.get(host) ?? { host, count: 0, bytes: 0, ms: -1 };
    const longest = ms > before.ms ? { bytes, ms: Math.round(ms) } : {};
    parts.set(host, { ...before, ...longest, count: before.count + 1 });
  };
  const ended = performance.getEntriesByType('resource') as PerformanceResourceTiming[];
  for (const { name, encodedBodySize, duration } of ended) addPart(name, encodedBodySize, duration);
  // What still loads has waited for as long as the page is there, or a little less.
  const known = new Set(ended.map(({ name }) => name));
  for (const part of document.querySelectorAll<HTMLImageElement | HTMLMediaElement>('img, video, audio'))
    if (!known.has(part.currentSrc)) addPart(part.currentSrc, 0, performance.now());
  return [...parts.values()];
}
