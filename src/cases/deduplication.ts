/** Decides whether two symptoms are one failure, and whether a case outlives the browser's next event. */

import type { Case } from '../model/case.ts';
import { failureClassOfSymptom } from '../model/failure-class.ts';
import type { PageLoad } from '../model/page-load.ts';
import { isPlainHttpPage, type Symptom } from '../model/symptom.ts';

/**
 * Subresources may fail before the browser reports that their page has arrived. What a person asked to know of a platform
 * holds on its next page, too.
 */
export function belongsToLoad({ symptom, startedAt, platform }: Case, load: PageLoad): boolean {
  if (symptom.kind === 'requested') return platform === load.platform.slug;
  return symptom.kind === 'partial-load' && startedAt >= load.startedAt;
}

/**
 * Whether a symptom in the tab of a case goes on with its failure. A second host of the platform inherits no verdict: one
 * page of many (`somebody.example-blogs.com`) may be blocked alone. Failed subresources belong to whatever page failed.
 */
export function continuesFailure(before: Case, load: PageLoad, symptom: Symptom): boolean {
  if (isEndOfHang(before, load, symptom)) return true;
  return isSameFailure(before, symptom) && (symptom.kind === 'partial-load' || before.host === load.host);
}

/** The error with which the browser gives up on a page that hung ends that failure; it is not another one. */
function isEndOfHang(before: Case, load: PageLoad, symptom: Symptom): boolean {
  return before.symptom.kind === 'hang' && before.startedAt === load.startedAt && symptom.kind === 'error';
}

/** Moves the time of the last failed subresource: it tells whether the page in a tab still lacks some. */
export function extendPartialLoad(currentCase: Case, load: PageLoad, symptom: Symptom): Case {
  if (currentCase.symptom.kind !== 'partial-load') return currentCase;
  return {
    ...currentCase,
    symptom: { ...currentCase.symptom, ms: load.startedAt + symptom.ms - currentCase.startedAt },
  };
}

/** Whether a symptom is the failure of the case: the same class, or a page put in the place of the failed one. */
export function isSameFailure({ symptom: before }: Case, symptom: Symptom): boolean {
  // Nothing failed when a person asked: a failure is news, and a new question is another case.
  if (before.kind === 'requested' || symptom.kind === 'requested') return false;
  // Failed subresources are no news of a page that fails; that the page itself fails now is.
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
