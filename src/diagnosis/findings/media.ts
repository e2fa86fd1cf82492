import { type FailureClass, failureClassOf } from '../../model/failure-class.ts';
import type { Observation, PagePart } from '../../model/observation.ts';
import { isAnswered, type ObservationsOfCheck } from './observations.ts';
import { samplesOf, type ThroughputSample } from './throughput.ts';

/** A host of videos or pictures that was asked for an answer. */
export interface MediaHost {
  host: string;
  answers: boolean;
  /** Of each request that failed. */
  failureClasses: FailureClass[];
  observations: Observation[];
}

export interface MediaFindings {
  /** What the open page loaded, by host. */
  parts: PagePart[];
  /** The page was asked, or cannot be. */
  isPageRead: boolean;
  hosts: MediaHost[];
  /** Hosts to which a request was made or held back: what is known of them is in `hosts`. */
  askedHosts: string[];
  /** How parts of the page came when they were loaded once more. */
  samples: ThroughputSample[];
  /** All samples that were tried. */
  sampleObservations: Observation[];
  /** Resolvers elsewhere that know the name of a failing host, and those that deny it. */
  lookups: { exists: Observation[]; missing: Observation[] };
  /** Whether a failing host answers OONI's test helper; undefined: not known. */
  worksElsewhere: boolean | undefined;
}

/** Begins the keys of requests to the hosts themselves (`src/checks/media.ts`). */
const HOST_KEY = 'media:host:';

export function mediaFindings(ofCheck: ObservationsOfCheck): MediaFindings {
  const pages = ofCheck('page-parts');
  const all = ofCheck('media');
  const sampleObservations = ofCheck('media-sample');
  const requests = all.filter(({ key }) => key.startsWith(HOST_KEY));
  const helpers = all.flatMap(({ outcome }) => (outcome.kind === 'test-helper' ? outcome.works : []));
  return {
    parts: pages.flatMap(({ outcome }) => (outcome.kind === 'page-parts' ? outcome.parts : [])),
    isPageRead: pages.length > 0,
    hosts: hostsOf(requests.filter(({ outcome }) => outcome.kind !== 'void')),
    askedHosts: requests.map(({ host }) => host),
    samples: samplesOf(sampleObservations, 'platform'),
    sampleObservations,
    lookups: {
      exists: all.filter(({ outcome }) => outcome.kind === 'resolved' && outcome.addresses.length > 0),
      missing: all.filter(({ outcome }) => outcome.kind === 'resolved' && outcome.rcode === 'NXDOMAIN'),
    },
    worksElsewhere: helpers.length === 0 ? undefined : helpers.includes(true),
  };
}

function hostsOf(requests: Observation[]): MediaHost[] {
  return [...new Set(requests.map(({ host }) => host))].map((host) => {
    const observations = requests.filter((one) => one.host === host);
    return {
      host,
      answers: observations.some(({ outcome }) => isAnswered(outcome)),
      failureClasses: observations.flatMap(({ outcome }) => failureClassOf(outcome) ?? []),
      observations,
    };
  });
}
