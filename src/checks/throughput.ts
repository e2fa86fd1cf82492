import type { ProbeResult } from '../model/probe.ts';
import type { Check, CheckContext } from './check.ts';
import { failureOutcome } from './check.ts';
import { decodePage } from './decode-page.ts';

/** Bytes: enough to tell 150 kbit/s (19 KB/s) from ten times that, and little on a metered line. */
export const SAMPLE_BYTES = 131_072;
/** ms after the head of the answer after which a body that still comes is long enough. */
const SAMPLE_MS = 4_000;
/** A body of which nothing comes for this many ms has stopped. */
const STOPPED_MS = 5_000;
/** Room for both after the head, ms: the request's own deadline must not end a sample. */
const BODY_TIMEOUT_MS = SAMPLE_MS + STOPPED_MS + 1_000;
/** Bytes of a sample that ends by itself. A shorter one says nothing: filters let 12 to 64 KB pass before they stop. */
export const MIN_SAMPLE_BYTES = 65_536;
/** Redirects, then files that a short page names. */
const MAX_HOPS = 4;

export interface SampleSource {
  name: string;
  url: string;
  /** Hosts whose files may stand in for a short page: those of the same platform. None for a control. */
  isSameSite?: (host: string) => boolean;
}

/**
 * Measures how a body comes: bytes over time, and whether they stop. Only the time after the head counts as pace: a
 * server that thinks long is no slow line. Where a page is too short to be a sample, the check goes on with a file that
 * the page itself names on the same platform, as the visit just did.
 */
export function throughputCheck(
  of: 'platform' | 'control',
  { name, url, isSameSite = () => false }: SampleSource,
  round: number,
  headTimeoutMs: number,
): Check {
  return {
    key: `throughput:${of}:${name}:${round}`,
    name: 'throughput',
    host: new URL(url).hostname,
    async run(context, abortSignal) {
      const result = await longestSample({ context, abortSignal, headTimeoutMs, isSameSite }, url);
      if (result.kind !== 'answered') return { outcome: failureOutcome(result), ms: result.ms };
      const { body, bodyMs = 0, bodyEnd = 'time' } = result;
      return {
        outcome: { kind: 'measured', of, bytes: body.length, bodyMs, end: bodyEnd },
        ms: result.ms,
      };
    },
  };
}

interface Sampling {
  context: CheckContext;
  abortSignal: AbortSignal;
  headTimeoutMs: number;
  isSameSite(host: string): boolean;
}

/** The first sample that is long enough, or the longest of those that were tried; the first one if it failed. */
async function longestSample(
  { context, abortSignal, headTimeoutMs, isSameSite }: Sampling,
  start: string,
): Promise<ProbeResult> {
  const takeSample = (url: string) =>
    context.probe(
      {
        url,
        timeoutMs: headTimeoutMs + BODY_TIMEOUT_MS,
        maxBodyBytes: SAMPLE_BYTES,
        maxBodyMs: SAMPLE_MS,
        maxIdleMs: STOPPED_MS,
        isRangeRequest: true,
      },
      abortSignal,
    );
  let best = await takeSample(start);
  let left = nextUrls(best, start, isSameSite);
  const tried = new Set([start]);
  for (let hop = 1; hop < MAX_HOPS && isShort(best); hop++) {
    const url = left.find((one) => !tried.has(one));
    if (url === undefined) break;
    tried.add(url);
    const sample = await takeSample(url);
    // A file that cannot be had says nothing about the page that came; one that stops or drags does.
    if (sample.kind === 'answered' && (!isShort(sample) || bodyLength(sample) > bodyLength(best)))
      best = sample;
    left = [...nextUrls(sample, url, isSameSite), ...left];
  }
  return best;
}

const bodyLength = (result: ProbeResult): number => (result.kind === 'answered' ? result.body.length : 0);

/** Whether an answer ended by itself before it was long enough to be a sample. */
const isShort = (result: ProbeResult): boolean =>
  result.kind === 'answered' && result.bodyEnd === 'complete' && result.body.length < MIN_SAMPLE_BYTES;

/** Where a redirect leads, or the scripts, styles and pictures that a page names, on the same platform over https. */
function nextUrls(result: ProbeResult, base: string, isSameSite: (host: string) => boolean): string[] {
  if (result.kind !== 'answered') return [];
  const { location, 'content-type': contentType } = result.headers;
  const named = location === undefined ? namedFiles(decodePage(result.body, contentType)) : [location];
  return named.flatMap((target) => {
    const url = URL.parse(target, base);
    return url?.protocol === 'https:' && isSameSite(url.hostname) ? [url.href] : [];
  });
}

const NAMED_FILE = /<(script|link|img)\b[^>]{0,500}?\b(?:src|href)\s{0,9}=\s{0,9}["']?([^"'\s>]{1,500})/gi;
/** Scripts are long; links may name anything, such as another page. */
const TAG_ORDER = ['script', 'img', 'link'];

function namedFiles(html: string): string[] {
  const found = [...html.matchAll(NAMED_FILE)].map(([, tag = '', target = '']) => ({
    order: TAG_ORDER.indexOf(tag.toLowerCase()),
    target: target.replaceAll('&amp;', '&'),
  }));
  return found
    .filter(({ order, target }) => order < 2 || /\.css(\?|$)/.test(target))
    .sort((a, b) => a.order - b.order)
    .map(({ target }) => target);
}
