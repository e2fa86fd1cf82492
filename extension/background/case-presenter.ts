import type { CaseChange } from '../../src/cases/investigator.ts';
import type { Case } from '../../src/model/case.ts';
import { clearAlarm, setAlarm } from '../browser/alarms.ts';
import { broadcast } from '../browser/message-client.ts';
import { readSettings } from '../browser/settings.ts';
import { openPopup, setBadge } from '../browser/toolbar.ts';

/** Name of the alarm that continues cases after the browser killed the worker. */
export const RESUME_ALARM = 'resume';
/** The shortest alarm that browsers grant. Only a worker that was killed during a case needs it. */
const RESUME_DELAY_MS = 30_000;

interface Badge {
  text: string;
  colour: string;
}

const CHECKING_BADGE: Badge = { text: '…', colour: '#3f5aa8' };
const BADGE_BY_VERDICT: Partial<Record<Case['verdict']['kind'], Badge>> = {
  blocked: { text: '!', colour: '#b3261e' },
  throttled: { text: '!', colour: '#b3261e' },
  'cut-off': { text: '!', colour: '#b3261e' },
  inconclusive: { text: '?', colour: '#6b6357' },
};

/** The part of the case manager that the presenter uses. */
interface PresentedCases {
  isBusy(): boolean;
  mayOpenPopup(platform: string): Promise<boolean>;
  markShown(id: string): Promise<void>;
}

/** Shows a changed case: tells the open pages, sets the badge, and opens the popup for a settled block. */
export async function presentCase(
  currentCase: Case,
  change: CaseChange,
  cases: PresentedCases,
): Promise<void> {
  const badge = badgeOf(currentCase);
  for (const tabId of currentCase.tabIds) {
    broadcast('caseChanged', { tabId, case: currentCase });
    void setBadge(tabId, badge?.text ?? '', badge?.colour);
  }
  if (currentCase.phase === 'checking') return setAlarm(RESUME_ALARM, Date.now() + RESUME_DELAY_MS);
  if (!cases.isBusy()) await clearAlarm(RESUME_ALARM);
  if (change === 'settled' && (await mayOpenPopup(currentCase, cases)))
    await openPopupOnce(currentCase, cases);
}

/** Takes the case off a tab that shows none any more. */
export function presentNoCase(tabId: number): void {
  void setBadge(tabId, '');
  broadcast('caseChanged', { tabId, case: null });
}

function badgeOf({ symptom, phase, mode, verdict }: Case): Badge | undefined {
  // The person asked, and reads the answer in the popup.
  if (symptom.kind === 'requested') return undefined;
  if (phase === 'settled') return BADGE_BY_VERDICT[verdict.kind];
  return mode === 'standard' ? CHECKING_BADGE : undefined;
}

async function mayOpenPopup(
  { symptom, shown, verdict, platform }: Case,
  cases: PresentedCases,
): Promise<boolean> {
  if (shown || symptom.kind === 'requested' || verdict.kind !== 'blocked') return false;
  return (await readSettings()).autoOpen && cases.mayOpenPopup(platform);
}

/** The first of the case's tabs that a person looks at gets the popup. */
async function openPopupOnce({ id, tabIds }: Case, cases: PresentedCases): Promise<void> {
  for (const tabId of tabIds) if (await openPopup(tabId)) return cases.markShown(id);
}
