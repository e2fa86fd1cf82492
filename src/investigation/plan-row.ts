import type { Check } from '../checks/check.ts';
import type { Endpoints } from '../config/endpoints.ts';
import type { Findings } from '../diagnosis/findings/findings.ts';

export interface CheckTarget {
  host: string;
  /** The host as outside parties may learn it, by default itself: the domain, where the host is somebody's page. */
  publicHost?: string;
  country: string;
  alternates: readonly string[];
  /** Hosts from which the platform's videos and pictures come, by the catalogue. */
  media?: readonly string[];
  /** What to ask the platform for as a sample of its pace: a long file, or its front page. */
  sampleUrl: string;
  isSamePlatform(host: string): boolean;
  /** Whether this browser reports what the system resolver says (Firefox). */
  canResolveNames?: boolean;
  /** Whether this browser itself repeats a request whose connection is cut, up to ten times, so that one more is enough (Firefox). */
  repeatsResets?: boolean;
  /** False: no resolver and no service outside is asked; the person chose so. */
  asksOutside?: boolean;
  /** False where a page would see a request from inside it (Firefox). */
  canProbePage?: boolean;
  /** The first tab that shows the case: its page is asked if its subresources failed. */
  tabId?: number;
}

export interface PlanRow {
  /** The question that the observations so far leave open. */
  question: string;
  when(f: Findings): boolean;
  checks(s: CheckTarget, e: Endpoints, ms: number, f: Findings): Check[];
}
