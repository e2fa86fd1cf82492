/** When two symptoms are one failure, and when a case outlives what the browser says next. */

import type { Case } from '../model/case.ts';
import { failureClassOfSymptom } from '../model/failure-class.ts';
import type { PageLoad } from '../model/page-load.ts';
import { isPlainHttpPage, type Symptom } from '../model/signal.ts';

/** Parts may fail before the browser tells that their page has come. */
export function belongsToLoad({ symptom, startedAt }: Case, load: PageLoad): boolean {
  return symptom.kind === 'partial-load' && startedAt >= load.startedAt;
}

/** How the browser gives up on a page that hung is the end of that trouble, not another one. */
export function isEndOfHang(before: Case, load: PageLoad, symptom: Symptom): boolean {
  return before.symptom.kind === 'hang' && before.startedAt === load.startedAt && symptom.kind === 'error';
}

/** Until when parts failed tells whether the page in a tab is still one of those that lack them. */
export function extendPartialLoad(currentCase: Case, load: PageLoad, symptom: Symptom): Case {
  if (currentCase.symptom.kind !== 'partial-load') return currentCase;
  return {
    ...currentCase,
    symptom: { ...currentCase.symptom, ms: load.startedAt + symptom.ms - currentCase.startedAt },
  };
}

/** Whether a symptom tells of no other trouble than the case: the same way to fail, or what is put in a failed page's place. */
export function isSameFailure({ symptom: before }: Case, symptom: Symptom): boolean {
  // That its parts fail as well is no news of a page that fails; that the page fails now is.
  if (symptom.kind === 'partial-load') return true;
  if (before.kind === 'partial-load') return false;
  if (isPlainHttpPage(symptom) || isPlainHttpPage(before)) return true;
  const [was, is] = [failureClassOfSymptom(before), failureClassOfSymptom(symptom)];
  return was === is && (was !== undefined || before.kind === symptom.kind);
}

/** Whether the case of another tab stands for this failure too: one set of checks, one report, one popup. */
export function canShareCase(
  other: Case,
  candidate: Pick<Case, 'host' | 'secure' | 'private' | 'mode'> & { symptom: Symptom },
): boolean {
  return (
    other.host === candidate.host &&
    other.secure === candidate.secure &&
    other.private === candidate.private &&
    (other.mode === 'standard' || candidate.mode === 'quiet') &&
    isSameFailure(other, candidate.symptom)
  );
}
