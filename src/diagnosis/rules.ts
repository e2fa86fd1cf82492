import { showsPlainPage } from '../cases/case.ts';
import {
  astray,
  blamesNetwork,
  clockIsWrong,
  downForAll,
  isUnheard,
  nameWasAwaited,
  pageGets,
  plainPageAgain,
  repeats,
  slowedDown,
  solid,
  statusAgain,
  strangerAnswers,
  surer,
} from './criteria.ts';
import { type Facts, wayOf } from './facts.ts';
import * as say from './signs.ts';
import type { Confidence, Evidence, Mechanism, Verdict, VerdictKind } from './verdict.ts';

/**
 * One row of the table. The first row that fits gives the verdict, so the order is the order of blame:
 * this device, the way out of the house, the site itself, then name, address, connection, TLS, HTTP
 * (after OONI's web-connectivity: DNS before TCP before TLS before HTTP).
 */
export interface Rule {
  name: string;
  kind: VerdictKind;
  mechanism: Mechanism;
  fits(f: Facts): boolean;
  confidence(f: Facts): Confidence;
  evidence(f: Facts): Evidence[];
  settle?: Verdict['settle'];
}

const usual = (f: Facts): Evidence[] => [say.page(f), ...say.again(f), ...say.inPage(f), ...say.controls(f)];

export const RULES: readonly Rule[] = [
  {
    name: 'stopped-on-this-device',
    kind: 'local-block',
    mechanism: '',
    fits: (f) => f.pageWay === 'local' && f.retryAnswers.length === 0,
    confidence: () => 'likely',
    evidence: () => [say.local()],
  },
  {
    name: 'proxy-does-not-answer',
    kind: 'proxy-down',
    mechanism: '',
    fits: (f) => f.retryAnswers.length === 0 && (f.pageWay === 'proxy' || f.retryWays.includes('proxy')),
    confidence: (f) => (f.controls.asked.length > 0 && f.controls.ok.length === 0 ? 'certain' : 'likely'),
    evidence: (f) => [say.proxy(), ...say.controls(f)],
  },
  {
    name: 'slow-while-others-are-fast',
    kind: 'throttled',
    mechanism: 'throttling',
    // A server that is merely overloaded may look the same from one place, hence never "certain".
    fits: slowedDown,
    confidence: (f) => (f.controls.ok.length >= 2 ? 'likely' : 'possible'),
    evidence: (f) => [...usual(f), ...say.pace(f)],
    settle: 'other-network',
  },
  {
    name: 'site-answers-again',
    kind: 'reachable',
    mechanism: '',
    // A status that the page failed with and that comes again is not "working": the rows below read it.
    // A server of parts may refuse its bare name: that it answers at all, to us or to the page, is what was in doubt.
    fits: (f) =>
      pageGets(f) ||
      f.retryAnswers.some(
        (a) =>
          a.challenge ||
          (a.status !== 451 && (f.signal.kind === 'half-loaded' || (a.status < 500 && a.status !== 403))),
      ),
    confidence: (f) =>
      f.signal.kind === 'hang' ||
      f.signal.kind === 'stalled' ||
      f.retryWays.length > 0 ||
      f.retryAnswers.length === 0
        ? 'likely'
        : 'certain',
    evidence: usual,
  },
  {
    name: 'log-in-page-in-between',
    kind: 'captive-portal',
    mechanism: '',
    fits: (f) => f.portals.caught.length > 0 && f.controls.ok.length === 0 && f.controls.asked.length > 0,
    confidence: (f) =>
      f.portals.clear.length > 0 ? 'possible' : f.portals.caught.length > 1 ? 'certain' : 'likely',
    evidence: (f) => [...say.portal(f), ...say.controls(f)],
  },
  {
    name: 'clock-is-wrong',
    kind: 'bad-certificate',
    mechanism: '',
    fits: (f) => clockIsWrong(f) && (f.pageWay === 'identity' || f.retryWays.includes('identity')),
    confidence: () => 'likely',
    evidence: (f) => [say.wrongClock(), say.page(f), ...say.controls(f)],
    settle: 'fix-clock',
  },
  {
    name: 'nothing-can-be-trusted',
    kind: 'bad-certificate',
    mechanism: '',
    // Every site, not this one alone, fails to prove itself: an inspecting proxy, an antivirus, the clock.
    // One of them may be lost for a reason of its own.
    fits: (f) => {
      const strange = f.controls.down.filter((o) => wayOf(o.outcome) === 'identity').length;
      return f.controls.ok.length === 0 && strange >= 2 && strange >= f.controls.down.length - 1;
    },
    confidence: () => 'likely',
    evidence: (f) => [say.wrongIdentity(), ...say.controls(f), ...say.portal(f)],
    settle: 'fix-clock',
  },
  {
    name: 'only-the-country-answers',
    kind: 'cut-off',
    mechanism: '',
    fits: (f) =>
      f.controls.ok.length === 0 &&
      f.controls.down.length >= 2 &&
      f.domesticOk.length > 0 &&
      // The portals' known pages lie abroad, too: where they come through, nobody has cut the country off.
      f.portals.caught.length + f.portals.clear.length === 0 &&
      f.retryAnswers.length === 0,
    confidence: (f) => (f.domesticOk.length >= 2 && f.controls.down.length >= 3 ? 'certain' : 'likely'),
    evidence: (f) => [say.page(f), ...say.controls(f), say.domestic(f)],
  },
  {
    name: 'nothing-answers',
    kind: 'offline',
    mechanism: '',
    fits: (f) =>
      f.controls.ok.length === 0 &&
      f.portals.clear.length === 0 &&
      f.retryAnswers.length === 0 &&
      (f.controls.down.length >= 2 || f.pageWay === 'offline'),
    confidence: (f) => (f.controls.down.length >= 2 ? 'certain' : 'likely'),
    evidence: (f) => [...(f.pageWay === 'offline' ? [say.noNetwork()] : [say.page(f)]), ...say.controls(f)],
  },
  {
    name: 'withheld-for-legal-reasons',
    kind: 'blocked',
    mechanism: 'http-451',
    // RFC 7725: whoever answers says so itself, the site over TLS or the provider in its place. Asked again so that
    // one stray answer is not enough.
    fits: (f) =>
      f.controls.ok.length > 0 &&
      (f.retryAnswers.some((a) => a.status === 451) ||
        (blamesNetwork(f) && showsPlainPage(f.signal) && f.plainSeen?.outcome.status === 451)),
    confidence: (f) =>
      f.retryAnswers.length > 0 && f.retryAnswers.every((a) => a.status === 451) ? 'certain' : 'likely',
    evidence: usual,
  },
  {
    name: 'site-refuses-you',
    kind: 'refused-by-site',
    mechanism: '',
    fits: (f) =>
      statusAgain(f, (s) => s === 403) &&
      (f.retryAnswers.length > 0 || (f.signal.kind === 'status' && f.signal.secure)),
    confidence: (f) => (f.retryAnswers.length > 0 ? 'certain' : 'possible'),
    evidence: usual,
  },
  {
    name: 'site-fails-itself',
    kind: 'site-down',
    mechanism: '',
    fits: (f) =>
      statusAgain(f, (s) => s >= 500) &&
      (f.retryAnswers.length > 0 || (f.signal.kind === 'status' && f.signal.secure)),
    confidence: (f) => (f.retryAnswers.length > 0 && f.controls.ok.length > 0 ? 'certain' : 'possible'),
    evidence: usual,
  },
  {
    name: 'nobody-knows-the-name',
    kind: 'no-such-site',
    mechanism: '',
    fits: (f) => repeats(f, 'name') && f.dns.missing.length > 0 && f.dns.exists.length === 0,
    confidence: (f) => (f.dns.missing.length >= 2 ? 'certain' : 'likely'),
    evidence: (f) => [say.page(f), ...say.name(f), ...say.controls(f)],
  },
  {
    name: 'certificate-fails-everywhere',
    kind: 'bad-certificate',
    mechanism: '',
    // Nobody stands in between: the site shows the same to the whole world.
    fits: (f) => repeats(f, 'identity') && f.outside === 'fails-alike',
    confidence: downForAll,
    evidence: (f) => [say.wrongIdentity(), ...usual(f), ...say.outside(f)],
  },
  {
    name: 'fails-everywhere-alike',
    kind: 'site-down',
    mechanism: '',
    // "If control and probe fail the same way, nothing is blocked" (OONI).
    fits: (f) => blamesNetwork(f) && f.outside === 'fails-alike',
    confidence: downForAll,
    evidence: (f) => [...usual(f), ...say.outside(f)],
  },
  {
    name: 'own-resolver-is-dead',
    kind: 'inconclusive',
    mechanism: '',
    // What others are known by comes from the browser's memory then, or over connections that stand.
    fits: (f) => blamesNetwork(f) && f.ownResolver === 'dead' && [f.pageWay, ...f.retryWays].every(isUnheard),
    confidence: () => 'possible',
    evidence: (f) => [...usual(f), ...say.ownResolver(f), ...say.name(f)],
    settle: 'other-network',
  },
  {
    name: 'name-unanswered-here-only',
    kind: 'blocked',
    mechanism: 'dns-timeout',
    // A browser that gives up on a name after seconds heard nothing from the resolver; a denial comes at once.
    // Asked again it is still waiting when our own time is up. What tells a mute resolver from a mute address sooner is
    // a name that nobody has.
    fits: (f) =>
      blamesNetwork(f) &&
      (f.ownResolver === 'mute' || nameWasAwaited(f)) &&
      [f.pageWay, ...f.retryWays].every(isUnheard) &&
      // Whoever answers by name over plain http, or cuts a connection, has been found.
      (f.plain === 'failed' || f.plain === 'void' || f.plain === 'unasked') &&
      f.dns.exists.length > 0 &&
      f.dns.missing.length === 0,
    confidence: (f) =>
      f.ownResolver === 'mute'
        ? surer(f, 'likely')
        : f.controls.ok.length >= 2 && f.dns.exists.length >= 2
          ? 'likely'
          : 'possible',
    evidence: (f) => [
      ...usual(f),
      ...say.ownResolver(f),
      ...say.name(f),
      ...say.outside(f),
      ...say.alternates(f),
    ],
    settle: 'other-network',
  },
  {
    name: 'name-denied-here-only',
    kind: 'blocked',
    mechanism: 'dns-nxdomain',
    // That the site loads from outside proves the name as well as a resolver's answer does.
    fits: (f) =>
      repeats(f, 'name') && (f.dns.exists.length > 0 || f.outside === 'works') && f.dns.missing.length === 0,
    confidence: (f) => (solid(f, 'name') && f.dns.exists.length >= 2 ? 'certain' : 'likely'),
    evidence: (f) => [...usual(f), ...say.name(f), ...say.outside(f), ...say.alternates(f)],
  },
  {
    name: 'names-of-one-platform-denied',
    kind: 'blocked',
    mechanism: 'dns-nxdomain',
    // Nobody elsewhere can be asked. Two domains of one platform do not vanish by chance while all others are found.
    fits: (f) =>
      repeats(f, 'name') &&
      f.dns.exists.length + f.dns.missing.length === 0 &&
      f.alternates.ok.length === 0 &&
      f.alternates.failed.some((o) => wayOf(o.outcome) === 'name'),
    confidence: () => 'possible',
    evidence: (f) => [...usual(f), ...say.name(f), ...say.alternates(f)],
    settle: 'other-network',
  },
  {
    name: 'name-sent-astray',
    kind: 'blocked',
    mechanism: 'dns-sinkhole',
    fits: (f) =>
      (astray(f).includes('bogus') && blamesNetwork(f)) ||
      (astray(f).includes('elsewhere') && strangerAnswers(f)),
    confidence: (f) => (f.controls.ok.length >= 2 && f.dns.exists.length >= 2 ? 'certain' : 'likely'),
    evidence: (f) => [say.astray(), ...usual(f), ...say.plainHttp(f), ...say.alternates(f)],
  },
  {
    name: 'page-put-in-its-place',
    kind: 'blocked',
    mechanism: 'http-blockpage',
    fits: (f) => blamesNetwork(f) && plainPageAgain(f),
    confidence: (f) =>
      f.plainSeen?.outcome.blockPage !== undefined
        ? 'certain'
        : f.plain === 'elsewhere'
          ? 'likely'
          : 'possible',
    evidence: (f) => [...usual(f), ...say.plainHttp(f), ...say.name(f), ...say.alternates(f)],
  },
  {
    name: 'another-identity-everywhere',
    kind: 'blocked',
    mechanism: 'tls-interception',
    // Two domains of one platform do not both lose their certificates on the day on which everybody else's are fine.
    fits: (f) =>
      repeats(f, 'identity') &&
      f.alternates.ok.length === 0 &&
      f.alternates.failed.some((o) => wayOf(o.outcome) === 'identity'),
    confidence: (f) => (solid(f, 'identity') ? 'likely' : 'possible'),
    evidence: (f) => [
      say.wrongIdentity(),
      ...usual(f),
      ...say.outside(f),
      ...say.alternates(f),
      ...say.name(f),
    ],
  },
  {
    name: 'certificate-not-accepted',
    kind: 'bad-certificate',
    mechanism: '',
    fits: (f) =>
      (f.retryAnswers.length === 0 && f.pageWay === 'identity' && !f.retries.length) ||
      repeats(f, 'identity'),
    confidence: (f) => (f.alternates.ok.length > 0 ? 'likely' : 'possible'),
    evidence: (f) => [say.wrongIdentity(), ...usual(f), ...say.alternates(f)],
  },
  {
    name: 'connection-refused',
    kind: 'blocked',
    mechanism: 'tcp-refused',
    fits: (f) => repeats(f, 'refused'),
    confidence: (f) => surer(f, 'possible'),
    evidence: (f) => [
      ...usual(f),
      ...say.outside(f),
      ...say.name(f),
      ...say.plainHttp(f),
      ...say.alternates(f),
    ],
    settle: 'look-outside',
  },
  {
    name: 'cut-when-the-name-is-said',
    kind: 'blocked',
    mechanism: 'tls-reset',
    // RST or FIN after the ClientHello. Connections are made, so name and address are in order.
    fits: (f) => repeats(f, 'cut'),
    confidence: (f) => surer(f, solid(f, 'cut') ? (f.plain === 'home' ? 'certain' : 'likely') : 'possible'),
    evidence: (f) => [
      ...usual(f),
      ...say.outside(f),
      ...say.name(f),
      ...say.plainHttp(f),
      ...say.alternates(f),
    ],
  },
  {
    name: 'silent-when-the-name-is-said',
    kind: 'blocked',
    mechanism: 'tls-timeout',
    fits: (f) => repeats(f, 'silent') && (f.address === 'answers' || f.plain === 'home'),
    confidence: (f) => surer(f, f.controls.ok.length >= 2 && f.plain === 'home' ? 'likely' : 'possible'),
    evidence: (f) => [
      ...usual(f),
      ...say.outside(f),
      ...say.name(f),
      ...say.address(f),
      ...say.plainHttp(f),
      ...say.alternates(f),
    ],
  },
  {
    name: 'address-silent',
    kind: 'blocked',
    mechanism: 'ip-timeout',
    fits: (f) => repeats(f, 'silent') && f.address === 'silent',
    confidence: (f) => surer(f, 'possible'),
    evidence: (f) => [
      ...usual(f),
      ...say.outside(f),
      ...say.name(f),
      ...say.address(f),
      ...say.alternates(f),
    ],
    settle: 'look-outside',
  },
  {
    name: 'nothing-sent',
    kind: 'inconclusive',
    mechanism: '',
    fits: (f) => f.quiet,
    confidence: () => 'possible',
    evidence: (f) => [say.page(f), say.checksOff()],
    settle: 'turn-on-checks',
  },
  {
    name: 'cannot-tell',
    kind: 'inconclusive',
    mechanism: '',
    fits: () => true,
    confidence: () => 'possible',
    evidence: (f) => [
      ...usual(f),
      ...say.stoppedHere(f),
      ...say.name(f),
      ...say.plainHttp(f),
      ...say.alternates(f),
    ],
    settle: 'other-network',
  },
];
