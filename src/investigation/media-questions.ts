import { mediaCheck, mediaElsewhereChecks } from '../checks/media.ts';
import { mediaSampleCheck } from '../checks/media-sample.ts';
import { pagePartsCheck } from '../checks/page-parts.ts';
import { throughputCheck } from '../checks/throughput.ts';
import type { Findings } from '../diagnosis/findings/findings.ts';
import {
  doAllMediaHostsFail,
  failingMediaHosts,
  isMediaHostFrozen,
  isPageFine,
  isRequested,
  limitedMediaHost,
  withSamplesOf,
} from '../diagnosis/media.ts';
import { betterControls } from '../diagnosis/pace.ts';
import { hasWorkingControl, looksLimited, PATIENT_TIMEOUT_MS, SHORT_TIMEOUT_MS } from './open-questions.ts';
import type { CheckTarget, PlanRow } from './plan-row.ts';

/** Hosts that are asked, of the catalogue's and of the page's own each; and hosts of which a part is loaded again. */
const MAX_HOSTS = 3;
const MAX_SAMPLED_HOSTS = 2;

const siteOf = (host: string): string => host.split('.').slice(-2).join('.');

/** Hosts from which the page loaded parts: relatives of the catalogue's first, then those that took longest. */
function usedHosts(f: Findings, pageHost: string, media: readonly string[]): string[] {
  const sites = new Set(media.map(siteOf));
  const rank = (host: string) => (sites.has(siteOf(host)) ? 0 : 1);
  return f.media.parts
    .filter(({ host }) => host !== pageHost)
    .sort((a, b) => rank(a.host) - rank(b.host) || b.ms - a.ms || (a.host < b.host ? -1 : 1))
    .map(({ host }) => host);
}

/** The catalogue's hosts, and the page's own. */
const hostsToAsk = ({ host, media = [] }: CheckTarget, f: Findings): string[] => [
  ...new Set([...media.slice(0, MAX_HOSTS), ...usedHosts(f, host, media).slice(0, MAX_HOSTS)]),
];
/** What this device stopped, or the line was too slow for, is known to say nothing. */
const isKnown = ({ media, prematureTimeouts, stoppedLocally }: Findings, host: string): boolean =>
  media.askedHosts.includes(host) ||
  [...prematureTimeouts, ...stoppedLocally].some((one) => one.check === 'media' && one.host === host);
const areAllAsked = (target: CheckTarget, f: Findings): boolean =>
  (f.media.isPageRead || target.tabId === undefined) &&
  hostsToAsk(target, f).every((host) => isKnown(f, host));

const areHostsInQuestion = (f: Findings): boolean => isPageFine(f) && hasWorkingControl(f);
/** Samples are taken one after another, because they share what the line can carry. A limited page comes first. */
const isMediaPaceInDoubt = (f: Findings): boolean =>
  areHostsInQuestion(f) && f.throughput.isAsked && !looksLimited(f);
const limitedFindings = (f: Findings): Findings | undefined => {
  const host = limitedMediaHost(f);
  return isMediaPaceInDoubt(f) && host !== undefined ? withSamplesOf(f, host) : undefined;
};

/** A host whose sample has to be repeated. */
function hostToRepeat(f: Findings): string | undefined {
  const host = limitedMediaHost(f);
  const ofHost = limitedFindings(f);
  return ofHost && host !== undefined && betterControls(ofHost).length > 0 && !isMediaHostFrozen(f, host)
    ? host
    : undefined;
}

/** What a person asks of a page that opens: do its videos and pictures come, and how? */
export const MEDIA_QUESTIONS: readonly PlanRow[] = [
  {
    question: 'From which hosts does the open page load its parts?',
    when: isRequested,
    checks: ({ tabId, host, isSamePlatform }) =>
      tabId === undefined ? [] : [pagePartsCheck(tabId, host, isSamePlatform)],
  },
  {
    question: 'Do the hosts of videos and pictures answer?',
    when: areHostsInQuestion,
    checks: (target, _e, ms, f) => hostsToAsk(target, f).map((one) => mediaCheck(one, 1, ms)),
  },
  {
    // A host that fails is not asked from inside the page: a part that fails there counts as the page's own.
    question: 'How do its videos and pictures come?',
    when: (f) => isMediaPaceInDoubt(f) && limitedMediaHost(f) === undefined,
    checks: (target, _e, _ms, f) => {
      const { host, tabId, media = [] } = target;
      if (tabId === undefined || !areAllAsked(target, f)) return [];
      const sampled = f.media.sampleObservations.length;
      return usedHosts(f, host, media)
        .filter((one) => f.media.hosts.some((known) => known.host === one && known.answers))
        .slice(0, Math.min(sampled + 1, MAX_SAMPLED_HOSTS))
        .map((one) => mediaSampleCheck(tabId, one, 1));
    },
  },
  {
    question: 'They stop or drag: do other sites do better on this line?',
    when: (f) => limitedFindings(f) !== undefined,
    checks: (_t, { speeds }) =>
      speeds.slice(0, 2).map((speed) => throughputCheck('control', speed, 1, PATIENT_TIMEOUT_MS)),
  },
  {
    question: 'None of these does better: do those at other networks?',
    when(f) {
      const ofHost = limitedFindings(f);
      return ofHost !== undefined && f.throughput.control.length >= 2 && betterControls(ofHost).length === 0;
    },
    checks: (_t, { speeds }) =>
      speeds.map((speed) => throughputCheck('control', speed, 1, PATIENT_TIMEOUT_MS)),
  },
  {
    question: 'Was it chance?',
    when: (f) => hostToRepeat(f) !== undefined,
    checks: ({ tabId }, _e, _ms, f) => {
      const host = hostToRepeat(f);
      return tabId === undefined || host === undefined ? [] : [mediaSampleCheck(tabId, host, 2)];
    },
  },
  {
    question: 'None of these hosts answers: again, and are they there for others?',
    when: (f) => areHostsInQuestion(f) && doAllMediaHostsFail(f),
    checks: (target, endpoints, ms, f) => {
      if (!areAllAsked(target, f)) return [];
      const failing = failingMediaHosts(f).map(({ host }) => host);
      return [
        ...failing.map((host) => mediaCheck(host, 2, ms)),
        ...failing
          .slice(0, 1)
          .flatMap((host) => mediaElsewhereChecks(host, endpoints, Math.max(ms, SHORT_TIMEOUT_MS))),
      ];
    },
  },
];
