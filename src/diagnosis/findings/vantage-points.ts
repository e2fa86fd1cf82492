import type { FailureClass } from '../../model/failure-class.ts';
import { CLASS_OF_OONI_FAILURE } from '../../model/failure-class.ts';
import type { Observation, Place } from '../../model/observation.ts';

/** Elsewhere it works, or fails in the same way as here, or in another. */
export type Sight = 'works' | 'fails-alike' | 'fails-otherwise';

/** Who looked at the site from elsewhere, each on its own. */
export interface Witnesses {
  /** OONI's test helper, in a data centre. */
  helper: Sight | undefined;
  /** Volunteers in other countries, taken together. */
  abroad: Sight | undefined;
  /** A volunteer on another network of the person's own country. */
  home: Place | undefined;
  places: Place[];
  observations: Observation[];
}

/** One who sees it work outweighs those who see it fail; those who fail must all fail as we do. */
function sightOf(
  seen: Pick<Place, 'works' | 'failure'>[],
  localClasses: readonly FailureClass[],
): Sight | undefined {
  if (seen.length === 0) return undefined;
  if (seen.some(({ works }) => works)) return 'works';
  const there = seen.map(
    ({ failure = '' }) => CLASS_OF_OONI_FAILURE.find(([name]) => name.test(failure))?.[1],
  );
  return there.every((way) => way !== undefined && localClasses.includes(way))
    ? 'fails-alike'
    : 'fails-otherwise';
}

export function witnessesOf(
  helpers: Observation[],
  vantages: Observation[],
  localClasses: readonly FailureClass[],
): Witnesses {
  const places = vantages
    .flatMap(({ outcome }) => (outcome.kind === 'places' ? outcome.places : []))
    .sort((a, b) => (a.country < b.country ? -1 : 1));
  const abroad = places.filter(({ home }) => !home);
  const sight = sightOf(abroad, localClasses);
  return {
    helper: sightOf(
      helpers.flatMap(({ outcome }) => (outcome.kind === 'outside' ? outcome : [])),
      localClasses,
    ),
    // One volunteer's own line may be down: it takes two to say that the site is.
    abroad: sight === 'fails-alike' && abroad.length < 2 ? 'fails-otherwise' : sight,
    home: places.find(({ home }) => home),
    places,
    observations: [...helpers, ...vantages],
  };
}

/** A helper that sees it fail as we do acquits, whatever others see: what fails in two places fails for no one censor. */
export function outsideOf({ helper, abroad, observations }: Witnesses): Sight | 'unknown' | 'unasked' {
  if (observations.length === 0) return 'unasked';
  if (helper === 'works' || helper === 'fails-alike') return helper;
  return abroad ?? helper ?? 'unknown';
}
