import type { Case } from '../model/case.ts';
import type { PageLoad } from '../model/page-load.ts';
import type { Symptom } from '../model/symptom.ts';
import type { Verdict } from '../model/verdict.ts';

/** What a new case needs besides its load and its symptom. */
export interface NewCase {
  id: string;
  country: string;
  isPrivate: boolean;
  mode: Case['mode'];
  /** Whether nothing is asked because the platform, or all together, were checked often lately. */
  isHeldBack: boolean;
  /** Whether the popup has already opened by itself for the same failure. */
  isShown: boolean;
}

const INITIAL_VERDICT: Verdict = {
  kind: 'inconclusive',
  mechanism: null,
  confidence: 'possible',
  rule: 'no-rule-matched',
  evidence: [],
};

/** A case before anything was checked. */
export function createCase(load: PageLoad, symptom: Symptom, options: NewCase): Case {
  return {
    id: options.id,
    tabIds: [load.tabId],
    private: options.isPrivate,
    platform: load.platform.slug,
    platformName: load.platform.name,
    host: load.host,
    secure: load.isSecure,
    country: options.country,
    symptom,
    startedAt: load.startedAt,
    phase: 'checking',
    mode: options.mode,
    ...(options.isHeldBack ? { isHeldBack: true } : {}),
    round: 0,
    observations: [],
    verdict: INITIAL_VERDICT,
    shown: options.isShown,
  };
}

/** Whether the network may be asked. A click on "Check" is the consent for this one check, also in quiet mode. */
export async function caseMode(symptom: Symptom, mayCheck: () => Promise<boolean>): Promise<Case['mode']> {
  const isConsent = symptom.kind === 'requested';
  return isConsent || (needsChecks(symptom) && (await mayCheck())) ? 'standard' : 'quiet';
}

/** If something on this device stopped the request, there is nothing to ask the network. */
function needsChecks(symptom: Symptom): boolean {
  return !(symptom.kind === 'error' && symptom.failure === 'local');
}
