import type { FailureClass } from '../../model/failure-class.ts';
import { CLASSES_OF_OONI_FAILURE } from '../../model/failure-class.ts';
import type { Observation, VantagePointResult } from '../../model/observation.ts';

/** Elsewhere the site works, fails as it does here, or fails in another way. */
export type RemoteResult = 'works' | 'fails-alike' | 'fails-otherwise';

/** What each vantage point saw of the site. */
export interface VantagePoints {
  /** OONI's test helper, in a data centre. */
  testHelper: RemoteResult | undefined;
  /** Volunteers in other countries, combined. */
  abroad: RemoteResult | undefined;
  /** A volunteer on another network of the person's own country. */
  sameCountry: VantagePointResult | undefined;
  results: VantagePointResult[];
  observations: Observation[];
  /** The site's name does not exist where the test helper is. */
  isUnknownToTestHelper: boolean;
  /** The test helper can be asked, but did not finish with the site in its time, or gave up on it. */
  isSlowForTestHelper: boolean;
  /** The test helper can be asked, and had no answer of the site by then. */
  isTestHelperWaiting: boolean;
  /** How fast the test helper loaded the page at least, bytes a second; undefined if the page was too short to tell. */
  testHelperPace: number | undefined;
}

/** Bytes: the first 14 KB or so of an answer come at once, whatever the pace (RFC 6928). */
const MIN_PACED_BYTES = 32_768;

/** One result that works outweighs all failures; failures are alike only if each is of a class that was seen here. */
function remoteResultOf(
  seen: Pick<VantagePointResult, 'works' | 'failure'>[],
  localClasses: readonly FailureClass[],
): RemoteResult | undefined {
  if (seen.length === 0) return undefined;
  if (seen.some(({ works }) => works)) return 'works';
  const classesOf = (failure: string): FailureClass[] =>
    CLASSES_OF_OONI_FAILURE.find(([name]) => name.test(failure))?.[1] ?? [];
  return seen.every(({ failure = '' }) => classesOf(failure).some((way) => localClasses.includes(way)))
    ? 'fails-alike'
    : 'fails-otherwise';
}

export function vantagePointsOf(
  helpers: Observation[],
  volunteers: Observation[],
  localClasses: readonly FailureClass[],
): VantagePoints {
  const results = volunteers
    .flatMap(({ outcome }) => (outcome.kind === 'vantage-points' ? outcome.results : []))
    .sort((a, b) => (a.country < b.country ? -1 : 1));
  const abroad = results.filter(({ sameCountry }) => !sameCountry);
  const abroadResult = remoteResultOf(abroad, localClasses);
  return {
    testHelper: remoteResultOf(
      helpers.flatMap(({ outcome }) => (outcome.kind === 'test-helper' ? outcome : [])),
      localClasses,
    ),
    // One volunteer's own line may be down: it takes two to say that the site is.
    abroad: abroadResult === 'fails-alike' && abroad.length < 2 ? 'fails-otherwise' : abroadResult,
    sameCountry: results.find(({ sameCountry }) => sameCountry),
    results,
    observations: [...helpers, ...volunteers],
    isUnknownToTestHelper: helpers.some(
      ({ outcome }) => outcome.kind === 'test-helper' && outcome.failure?.startsWith('dns_nxdomain') === true,
    ),
    isTestHelperWaiting: helpers.some(
      ({ outcome, probeCc }) => outcome.kind === 'timeout' && probeCc !== undefined,
    ),
    isSlowForTestHelper: helpers.some(isSlowHelper),
    testHelperPace: helpers.flatMap(paceOf).sort((a, b) => b - a)[0],
  };
}

/** ms; no page that is in order takes a helper in a data centre longer. */
const HELPER_PATIENCE_MS = 7_000;
/** A helper that told the country can be reached; the site is what it waits for. */
const isSlowHelper = ({ outcome, probeCc, ms }: Observation): boolean =>
  (outcome.kind === 'timeout' && probeCc !== undefined && ms >= HELPER_PATIENCE_MS) ||
  (outcome.kind === 'test-helper' &&
    (outcome.failure?.startsWith('generic_timeout_error') === true ||
      (outcome.works && ms >= HELPER_PATIENCE_MS)));

function paceOf({ outcome, ms }: Observation): number[] {
  if (outcome.kind !== 'test-helper' || !outcome.works || (outcome.bodyLength ?? 0) < MIN_PACED_BYTES)
    return [];
  return [(1000 * (outcome.bodyLength ?? 0)) / Math.max(1, ms)];
}

/**
 * A test helper that fails as we do clears the network, unless volunteers load the site: some sites refuse data centres,
 * and some every other country.
 */
export function combinedResult({
  testHelper,
  abroad,
  sameCountry,
  observations,
}: VantagePoints): RemoteResult | 'unknown' | 'unasked' {
  if (observations.length === 0) return 'unasked';
  if (testHelper === 'works') return testHelper;
  const outside = testHelper === 'fails-alike' ? testHelper : (abroad ?? testHelper ?? 'unknown');
  const isContradicted = abroad === 'works' || sameCountry?.works === true;
  return outside === 'fails-alike' && isContradicted ? 'fails-otherwise' : outside;
}
