import type { PartSample } from '../../src/checks/media-sample.ts';

export interface PartSampleLimits {
  maxBytes: number;
  /** ms until the head of the answer; then until the body is taken as it is; and without a byte until it has stopped. */
  headMs: number;
  maxMs: number;
  maxIdleMs: number;
  /** Whether the page's service worker sees the request and may answer it from its cache. */
  workerSeesProbe: boolean;
}

/**
 * Runs inside a platform's page that the person asked to check. It is injected as text, so it can use only what is inside
 * it. It loads the start of one part once more that the page has from that host, without cookies, referrer or cache. Only
 * numbers leave the page: how many bytes came, in which time, and how it ended. It leaves nothing behind.
 */
export async function samplePagePart(
  host: string,
  round: number,
  { maxBytes, headMs, maxMs, maxIdleMs, workerSeesProbe }: PartSampleLimits,
): Promise<PartSample> {
  const viaWorker = workerSeesProbe && Boolean(navigator.serviceWorker?.controller);
  const failedSample = (end: PartSample['end']): PartSample => ({ end, bytes: 0, bodyMs: 0, viaWorker });
  const findUrl = (): string | undefined => {
    const entries = performance.getEntriesByType('resource') as PerformanceResourceTiming[];
    const ended = entries
      .sort((a, b) => b.encodedBodySize - a.encodedBodySize || b.duration - a.duration)
      .map(({ name }) => name);
    // What has not ended says most: it comes first.
    const elements = document.querySelectorAll<HTMLImageElement | HTMLMediaElement>('img, video, audio');
    const open = [...elements].map(({ currentSrc }) => currentSrc).filter((src) => !ended.includes(src));
    const distinct = [...new Set([...open, ...ended])].filter(
      (name) => name.startsWith('https:') && URL.parse(name)?.hostname === host,
    );
    return distinct[(round - 1) % Math.max(1, distinct.length)];
  };
  const readOrStop = async (reader: ReadableStreamDefaultReader<Uint8Array>) => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const stop = new Promise<'stopped'>((resolve) => {
      timer = setTimeout(() => resolve('stopped'), maxIdleMs);
    });
    const part = await Promise.race([reader.read(), stop]);
    clearTimeout(timer);
    return part;
  };
  const readSample = async (reader: ReadableStreamDefaultReader<Uint8Array>): Promise<PartSample> => {
    const began = performance.now();
    const passed = () => Math.round(performance.now() - began);
    let bytes = 0;
    while (bytes < maxBytes) {
      const part = await readOrStop(reader);
      if (part === 'stopped') return { end: 'stopped', bytes, bodyMs: passed(), viaWorker };
      if (part.done) return { end: 'complete', bytes, bodyMs: passed(), viaWorker };
      bytes += part.value.length;
      if (passed() >= maxMs && bytes < maxBytes) return { end: 'time', bytes, bodyMs: passed(), viaWorker };
    }
    return { end: 'limit', bytes: maxBytes, bodyMs: passed(), viaWorker };
  };

  const url = findUrl();
  if (url === undefined) return failedSample('none');
  const controller = new AbortController();
  const headTimer = setTimeout(() => controller.abort(), headMs);
  try {
    const { ok, body } = await fetch(url, {
      credentials: 'omit',
      cache: 'no-store',
      referrerPolicy: 'no-referrer',
      headers: { range: `bytes=0-${maxBytes - 1}` },
      signal: controller.signal,
    });
    clearTimeout(headTimer);
    return ok && body ? await readSample(body.getReader()) : failedSample('unreadable');
  } catch {
    return failedSample(controller.signal.aborted ? 'timeout' : 'unreadable');
  } finally {
    clearTimeout(headTimer);
    controller.abort();
  }
}
