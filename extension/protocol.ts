import type { Settings } from '../src/config/settings.ts';
import type { LiveData, LiveDataQuery } from '../src/live/live-layers.ts';
import type { Case } from '../src/model/case.ts';
import type { Report } from '../src/model/report.ts';
import type { UpdateState } from '../src/updates/update-state.ts';

export interface SettingsResponse {
  settings: Settings;
  /** Chosen, or by the time zone; empty: that tells none. */
  country: string;
  /** Whether nobody needs to be asked: the person chose it, or no other country has this time zone. */
  sure: boolean;
}

/** Pages ask, the background answers. Errors travel back as rejections with a plain message. */
export interface RequestMap {
  getCase: { ask: { tabId: number }; answer: Case | null };
  /** Starts the checks of a case (again); in quiet mode this one click is the consent for this one case. */
  checkAgain: { ask: { tabId: number }; answer: null };
  getSettings: { ask: Record<string, never>; answer: SettingsResponse };
  changeSettings: { ask: Partial<Settings>; answer: SettingsResponse };
  /** Ends and deletes all cases, reports and choices; what is the same for everybody, the facts, stays. */
  forgetEverything: { ask: Record<string, never>; answer: SettingsResponse };
  /** Answers when the facts are there to be read; rejects when there is no room for them. */
  loadFacts: { ask: Record<string, never>; answer: null };
  /** ISO 3166-1 codes to choose from; `likely` fit the time zone. */
  listCountries: { ask: Record<string, never>; answer: { likely: string[]; all: string[] } };
  /** Makes or finds the draft of a case; asks the collector which network this is. */
  draftReport: { ask: { caseId: string }; answer: Report };
  sendReport: { ask: { reportId: string }; answer: Report };
  withdrawReport: { ask: { reportId: string }; answer: Report | null };
  reportOfCase: { ask: { caseId: string }; answer: Report | null };
  /** What others measure at this time; null in quiet mode. Asks OONI and IODA unless their last answers are fresh. */
  getLive: { ask: LiveDataQuery; answer: LiveData | null };
  /** What went wrong lately that a person should know (storage full, a broken record). */
  getTroubles: { ask: Record<string, never>; answer: string[] };
  /** How the facts are kept up to date, and how the last check went. Asks nobody. */
  getUpdateState: { ask: Record<string, never>; answer: UpdateState };
  /** Looks for newer facts now and answers when that is done; rejects unless `mode` is `on`. */
  updateNow: { ask: Record<string, never>; answer: UpdateState };
}
export type RequestName = keyof RequestMap;

/** The background tells whoever listens. */
export interface BroadcastMap {
  caseChanged: { tabId: number; case: Case | null };
  reportChanged: { report: Report };
  /** Pages of the facts that are in place while they are imported, and of all. */
  factsProgress: { done: number; total: number };
}
export type BroadcastName = keyof BroadcastMap;
