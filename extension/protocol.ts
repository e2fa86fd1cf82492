import type { Settings } from '../src/config/settings.ts';
import type { LiveData, LiveDataQuery } from '../src/live/live-layers.ts';
import type { Case } from '../src/model/case.ts';
import type { Report } from '../src/model/report.ts';
import type { UpdateState } from '../src/updates/update-state.ts';

/** The platform whose page a tab shows. */
export interface TabPlatform {
  name: string;
  isPrivate: boolean;
}

/** Requests of pages to the background. An error comes back as a rejection with a plain message. */
export interface RequestMap {
  getCase: { ask: { tabId: number }; answer: Case | null };
  /** Starts the checks of a case (again); in quiet mode this one click is the consent for this one case. */
  recheckCase: { ask: { tabId: number }; answer: null };
  /** The platform that a tab shows; null where it shows none, or where the browser does not say. */
  getTabPlatform: { ask: { tabId: number }; answer: TabPlatform | null };
  /** Opens a case about the platform's page in a tab and checks it; also in quiet mode, where this click is the consent. */
  checkTab: { ask: { tabId: number }; answer: null };
  /** Checks and stores the given settings; pages learn of it by `storage.local.onChanged`. */
  changeSettings: { ask: Partial<Settings>; answer: null };
  /** Ends all cases and deletes them, the reports and the settings. The records, which are the same for all, stay. */
  deleteEverything: { ask: Record<string, never>; answer: null };
  /** Answers when the records can be read; rejects when there is no room to store them. */
  loadKnowledge: { ask: Record<string, never>; answer: null };
  /** ISO 3166-1 alpha-2 codes to choose from; `likely` are those of the time zone, the likeliest first. */
  listCountries: { ask: Record<string, never>; answer: { likely: string[]; all: string[] } };
  /**
   * Finds or makes the draft of a case. Makes no request. Where the host is somebody's page, the draft names its domain, unless
   * the person agreed to the exact name (`isNameAgreed`) for this report.
   */
  draftReport: { ask: { caseId: string; isNameAgreed?: boolean }; answer: Report };
  /** The click is the consent to exactly the text that the preview showed; any other is refused. */
  sendReport: { ask: { reportId: string; shown: string }; answer: Report };
  withdrawReport: { ask: { reportId: string }; answer: Report | null };
  findReport: { ask: { caseId: string }; answer: Report | null };
  /** What OONI and IODA measure now; null in quiet mode. Asks them unless their last answers are fresh. */
  getLiveData: { ask: LiveDataQuery; answer: LiveData | null };
  /** Errors since the background started that a person should know (storage full, a broken record), the oldest first. */
  getRecentErrors: { ask: Record<string, never>; answer: string[] };
  /** How the records are updated, and how the last check went. Makes no request. */
  getUpdateState: { ask: Record<string, never>; answer: UpdateState };
  /** Looks for newer records and answers when that is done; rejects unless `mode` is `on`. */
  updateNow: { ask: Record<string, never>; answer: UpdateState };
}
export type RequestName = keyof RequestMap;

/** What the background sends to all open pages. */
export interface BroadcastMap {
  caseChanged: { tabId: number; case: Case | null };
  /** Pages ask for the report: what they show comes by an answer alone. */
  reportChanged: { caseId: string };
  /** Sent during an import of the records: pages (blocks of records) stored so far, and pages in all. */
  knowledgeProgress: { done: number; total: number };
}
export type BroadcastName = keyof BroadcastMap;
