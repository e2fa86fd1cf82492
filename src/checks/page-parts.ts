import * as v from 'valibot';
import { PagePartSchema } from '../model/observation.ts';
import type { Check } from './check.ts';

/** The page is not trusted: what it says is bounded. */
const MAX_HOSTS = 20;
const PagePartsSchema = v.pipe(v.array(PagePartSchema), v.maxLength(1_000));

/**
 * Reads from which hosts of its platform the open page has loaded parts (`extension/in-page/page-parts.ts`). It makes no
 * request. Void where there is no live page.
 */
export function pagePartsCheck(
  tabId: number,
  host: string,
  isSamePlatform: (host: string) => boolean,
): Check {
  return {
    key: `page-parts:${host}`,
    name: 'page-parts',
    host,
    async run(context, abortSignal) {
      const start = context.now();
      abortSignal.throwIfAborted();
      const reply = await context.readPageParts?.(tabId).catch(() => undefined);
      const parsed = v.safeParse(PagePartsSchema, reply);
      return {
        outcome: parsed.success
          ? {
              kind: 'page-parts',
              parts: parsed.output.filter((part) => isSamePlatform(part.host)).slice(0, MAX_HOSTS),
            }
          : { kind: 'void', why: 'no page to ask' },
        ms: Math.max(0, context.now() - start),
      };
    },
  };
}
