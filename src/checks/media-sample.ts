import * as v from 'valibot';
import { type Outcome, SAMPLE_ENDS } from '../model/observation.ts';
import type { Check } from './check.ts';
import { SAMPLE_BYTES } from './throughput.ts';

const AmountSchema = v.pipe(v.number(), v.finite(), v.minValue(0));

/** The reply of the sample in the page (`extension/in-page/part-sample.ts`); the page is not trusted. */
const PartSampleSchema = v.object({
  /** Why it ended. `timeout`: no head came; `unreadable`: the host lets no page read it; `none`: the page has no such part. */
  end: v.picklist([...SAMPLE_ENDS, 'timeout', 'unreadable', 'none']),
  bytes: v.pipe(AmountSchema, v.maxValue(SAMPLE_BYTES)),
  bodyMs: AmountSchema,
  /** The page's service worker sees the request, and may have answered from its cache. */
  viaWorker: v.boolean(),
});
export type PartSample = v.InferOutput<typeof PartSampleSchema>;

/**
 * Loads the start of a part that the open page has from the host once more, inside the page: the extension does not
 * learn its address. How the bytes come is a sample of that host's pace. Void where there is no such part, or where the
 * host lets no page read it.
 */
export function mediaSampleCheck(tabId: number, host: string, round: number): Check {
  return {
    key: `media-sample:${host}:${round}`,
    name: 'media-sample',
    host,
    async run(context, abortSignal) {
      const start = context.now();
      abortSignal.throwIfAborted();
      const reply = await context.samplePagePart?.(tabId, host, round).catch(() => undefined);
      const parsed = v.safeParse(PartSampleSchema, reply);
      return {
        outcome: parsed.success ? sampleOutcome(parsed.output) : { kind: 'void', why: 'no page to ask' },
        ms: Math.max(0, context.now() - start),
      };
    },
  };
}

/** ms; a body that takes longer does not come from a cache. */
const CACHED_MS = 1_500;

function sampleOutcome({ end, bytes, bodyMs, viaWorker }: PartSample): Outcome {
  if (end === 'timeout') return { kind: 'timeout' };
  if (end === 'unreadable' || end === 'none') return { kind: 'void', why: end };
  if (viaWorker && end !== 'stopped' && bodyMs < CACHED_MS) return { kind: 'void', why: 'service-worker' };
  return { kind: 'measured', of: 'platform', bytes, bodyMs, end };
}
