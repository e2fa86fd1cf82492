import type { FailureClass } from '../../model/failure-class.ts';
import { CLASS_OF_OONI_FAILURE } from '../../model/failure-class.ts';
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
}

/** One result that works outweighs all failures; failures are alike only if each is of a class that was seen here. */
function remoteResultOf(
  seen: Pick<VantagePointResult, 'works' | 'failure'>[],
  localClasses: readonly FailureClass[],
): RemoteResult | undefined {
  if (seen.length === 0) return undefined;
  if (seen.some(({ works }) => works)) return 'works';
  const there = seen.map(
    ({ failure = '' }) => CLASS_OF_OONI_FAILURE.find(([name]) => name.test(failure))?.[1],
  );
  return there.every((way) => way !== undefined && localClasses.includes(way))
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
  };
}

/**
 * A test helper that fails as we do clears the network, whatever volunteers see: no single censor causes a failure in
 * two places.
 */
export function combinedResult({
  testHelper,
  abroad,
  observations,
}: VantagePoints): RemoteResult | 'unknown' | 'unasked' {
  if (observations.length === 0) return 'unasked';
  if (testHelper === 'works' || testHelper === 'fails-alike') return testHelper;
  return abroad ?? testHelper ?? 'unknown';
}
