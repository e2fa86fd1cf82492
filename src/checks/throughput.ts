import type { ProbeResult } from '../model/probe.ts';
import type { Check } from './check.ts';
import { failureOutcome } from './check.ts';
import { decodePage } from './decode-page.ts';

/** Bytes: enough to tell 150 kbit/s (19 KB/s) from ten times that, and little on a metered line. */
export const SAMPLE_BYTES = 131_072;
/** ms after the head of the answer after which a body that still comes is long enough. */
export const SAMPLE_MS = 4_000;
/** A body of which nothing comes for this many ms has stopped. */
export const STOPPED_MS = 5_000;
/** Bytes of a sample that ends by itself. A shorter one says nothing: filters let 12 to 64 KB pass before they stop. */
const MIN_SAMPLE_BYTES = 65_536;
/** No further file is asked for after this time, ms: others are to be compared with. */
const MAX_SAMPLING_MS = 8_000;
/** Redirects, then files that a short page names. */
const MAX_HOPS = 4;

export interface SampleSource {
  name: string;
  url: string;
  /** The host in question, where it is another than that of `url`: files at other hosts tell of those. */
  host?: string;
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
  { name, url, host = new URL(url).hostname, isSameSite = () => false }: SampleSource,
  round: number,
  headTimeoutMs: number,
): Check {
  return {
    key: `throughput:${of}:${name}:${round}`,
    name: 'throughput',
    host,
    async run(context, abortSignal) {
      const takeSample = (url: string) =>
        context.probe(
          {
            url,
            timeoutMs: headTimeoutMs,
            maxBodyBytes: SAMPLE_BYTES,
            maxBodyMs: SAMPLE_MS,
            maxIdleMs: STOPPED_MS,
            isRangeRequest: true,
          },
          abortSignal,
        );
      const startedAt = context.now();
      const hasTime = () => context.now() - startedAt < MAX_SAMPLING_MS;
      const result = await longestSample(takeSample, url, { host, isSameSite, hasTime });
      if (result.kind !== 'answered') return { outcome: failureOutcome(result), ms: result.ms };
      if (of === 'control' && result.status >= 300)
        return { outcome: { kind: 'void', why: `status ${result.status}` }, ms: result.ms };
      const { body, bodyMs = 0, bodyEnd = 'time' } = result;
      return {
        outcome: { kind: 'measured', of, bytes: body.length, bodyMs, end: bodyEnd },
        ms: result.ms,
      };
    },
  };
}

interface SampleScope {
  host: string;
  hasTime(): boolean;
  isSameSite(host: string): boolean;
}

/** The first sample that is long enough, or the longest of those that were tried; the first one if it failed. */
async function longestSample(
  takeSample: (url: string) => Promise<ProbeResult>,
  start: string,
  scope: SampleScope,
): Promise<ProbeResult> {
  const first = await takeSample(start);
  if (first.kind !== 'answered') return first;
  let best = isTelling(first, start, scope)
    ? first
    : { ...first, body: new Uint8Array(), bodyEnd: 'complete' as const };
  let left = nextUrls(first, start, scope);
  const tried = new Set([start]);
  for (let hop = 1; hop < MAX_HOPS && isShort(best) && scope.hasTime(); hop++) {
    const url = left.find((one) => !tried.has(one));
    if (url === undefined) break;
    tried.add(url);
    const sample = await takeSample(url);
    if (sample.kind !== 'answered') continue;
    // A file that cannot be had says nothing about a page that came.
    const isFile = sample.status < 300 && isTelling(sample, url, scope);
    if (isFile && (!isShort(sample) || sample.body.length > best.body.length)) best = sample;
    left = [...nextUrls(sample, url, scope), ...left];
  }
  return best;
}

const hostOf = (url: string): string => new URL(url).hostname;
type AnsweredProbe = Extract<ProbeResult, { kind: 'answered' }>;

/** A file at another host counts where it stops or drags, but that it comes quickly acquits no other name. */
const isTelling = ({ bodyEnd }: AnsweredProbe, url: string, { host }: SampleScope): boolean =>
  hostOf(url) === host || bodyEnd === 'stopped' || bodyEnd === 'time';

/** Whether an answer ended by itself before it was long enough to be a sample. */
const isShort = ({ bodyEnd, body }: AnsweredProbe): boolean =>
  bodyEnd === 'complete' && body.length < MIN_SAMPLE_BYTES;

/**
 * Where a redirect leads, or the scripts, styles and pictures that a page names, on the same platform over https: those at
 * the host in question first.
 */
function nextUrls(result: AnsweredProbe, base: string, { host, isSameSite }: SampleScope): string[] {
  const { location, 'content-type': contentType } = result.headers;
  const named = location === undefined ? namedFiles(decodePage(result.body, contentType)) : [location];
  const urls = named.flatMap((target) => {
    const url = URL.parse(target, base);
    return url?.protocol === 'https:' && isSameSite(url.hostname) ? [url.href] : [];
  });
  const isNear = (url: string) => hostOf(url) === host;
  return [...urls.filter(isNear), ...urls.filter((url) => !isNear(url))];
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
