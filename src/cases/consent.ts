import type { CheckContext } from '../checks/check.ts';
import type { Case } from '../model/case.ts';

/** A click on "Check" or "Check again" is the consent for this one case, whatever the settings say. */
export const isAskedForByClick = ({ symptom, round }: Pick<Case, 'symptom' | 'round'>): boolean =>
  symptom.kind === 'requested' || round > 0;

/**
 * The context of a case's checks, with the consent asked before each request: the person may take it back while checks run,
 * and while the background sleeps in the middle of them.
 * @param isAllowed if it fails, nothing is asked
 * @param stop ends the case's checks
 */
export function askConsentFirst(
  context: CheckContext,
  isAllowed: () => Promise<boolean>,
  stop: () => void,
): CheckContext {
  const guard =
    <A extends unknown[], R>(ask: (...args: A) => Promise<R>) =>
    async (...args: A): Promise<R> => {
      if (await isAllowed().catch(() => false)) return ask(...args);
      stop();
      throw new DOMException('The person allows no requests any more', 'AbortError');
    };
  const { probe, resolveName, probeInPage, samplePagePart } = context;
  return {
    ...context,
    probe: guard(probe),
    ...(resolveName ? { resolveName: guard(resolveName) } : {}),
    ...(probeInPage ? { probeInPage: guard(probeInPage) } : {}),
    ...(samplePagePart ? { samplePagePart: guard(samplePagePart) } : {}),
  };
}
