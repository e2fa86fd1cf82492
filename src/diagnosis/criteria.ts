/** What the rules' conditions and confidences are made of, each by its name. */
import { showsPlainPage } from '../cases/case.ts';
import { goesAstray } from './addresses.ts';
import type { Facts, Way } from './facts.ts';
import type { Confidence } from './verdict.ts';

const DAY_MS = 86_400_000;

/** The law of §6: a control worked, and the failure repeated. Every rule that says "blocked" stands on it. */
export const blamesNetwork = (f: Facts): boolean =>
  f.controls.ok.length > 0 && f.retryWays.length > 0 && f.retryAnswers.length === 0;
/** It failed in that way at least twice, the page's own failure counted: failures of three kinds are a bad line. */
export const repeats = (f: Facts, way: Way): boolean =>
  blamesNetwork(f) && [f.pageWay, ...f.retryWays].filter((w) => w === way).length >= 2;
/** Several controls of different operators worked, and it failed at least three times, always in that way. */
export const solid = (f: Facts, way: Way): boolean =>
  f.controls.ok.length >= 2 && f.retryWays.length >= 2 && f.retryWays.every((w) => w === way);
/** From elsewhere the site works at this very time: it is not down. From here it cannot be told (see the law of two controls). */
export const surer = (f: Facts, alone: Confidence): Confidence => {
  if (f.outside === 'fails-otherwise') return 'possible';
  if (f.outside !== 'works') return alone;
  return f.controls.ok.length >= 2 ? 'certain' : 'likely';
};
/** From inside the page the failed host answers: whatever fails to the extension, nobody keeps it from the person. */
export const pageGets = (f: Facts): boolean =>
  f.signal.kind === 'half-loaded' && f.inPage.some((o) => o.outcome.kind === 'answered');
export const clockIsWrong = (f: Facts): boolean => Math.abs(f.clockSkewMs ?? 0) > DAY_MS;
export const astray = (f: Facts) => f.peers.map((peer) => goesAstray(peer, f.dns.addresses));
export const strangerAnswers = (f: Facts): boolean =>
  repeats(f, 'identity') ||
  repeats(f, 'refused') ||
  (blamesNetwork(f) && (f.plain === 'page' || f.plain === 'elsewhere'));
/** What the person sees came over plain http, and so it did again. An error's status needs a known block page's mark. */
export const plainPageAgain = (f: Facts): boolean =>
  showsPlainPage(f.signal) &&
  (f.plain === 'elsewhere' ||
    (f.plain === 'page' && (f.signal.kind === 'plain-page' || f.plainSeen?.outcome.blockPage !== undefined)));
export const statusAgain = (f: Facts, is: (status: number) => boolean): boolean =>
  f.retryAnswers.length > 0
    ? f.retryAnswers.every((a) => is(a.status))
    : f.signal.kind === 'status' && is(f.signal.status);
