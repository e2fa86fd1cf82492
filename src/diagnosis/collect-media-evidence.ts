import type { Evidence } from '../model/evidence.ts';
import { evidenceOf } from './collect-evidence.ts';
import { fromThroughput } from './collect-pace-evidence.ts';
import type { Findings } from './findings/findings.ts';
import type { ThroughputSample } from './findings/throughput.ts';
import { failingMediaHosts, fastMediaHosts, sampledHosts } from './media.ts';

const inKilobytes = (bytes: number[]): number => Math.max(1, Math.round(Math.max(...bytes) / 1000));
const samplesOf = (f: Findings, host: string): ThroughputSample[] =>
  f.media.samples.filter(({ observation }) => observation.host === host);
const observationsOf = (samples: ThroughputSample[]) => samples.map(({ observation }) => observation);
const rateOf = (samples: ThroughputSample[]): number =>
  inKilobytes(samples.map(({ bytesPerSecond }) => bytesPerSecond));

/** In KB a second: the best of the samples of that host, and of other sites. */
export function slowMedia(f: Findings, host: string): Evidence[] {
  const samples = samplesOf(f, host);
  return [
    evidenceOf('media-slow', 'bad', observationsOf(samples), { host, rate: rateOf(samples) }),
    ...fromControlSamples(f),
  ];
}

export function stoppedMedia(f: Findings, host: string): Evidence[] {
  const samples = samplesOf(f, host).filter(({ shape }) => shape === 'frozen');
  const size = inKilobytes(samples.map(({ bytes }) => bytes));
  return [
    evidenceOf('media-stopped', 'bad', observationsOf(samples), { host, size }),
    ...fromControlSamples(f),
  ];
}

const fromControlSamples = (f: Findings): Evidence[] =>
  fromThroughput({ ...f, throughput: { ...f.throughput, platform: [] } });

/** Hosts of videos and pictures that do not answer; empty if there is none. */
export function failedMedia(f: Findings, tone: 'bad' | 'open'): Evidence[] {
  const failing = failingMediaHosts(f);
  const observations = failing.flatMap((one) => one.observations);
  const outcome = observations.find(({ outcome }) => outcome.kind === 'failed')?.outcome;
  if (failing.length === 0) return [];
  return [
    evidenceOf('media-failed', tone, observations, {
      host: failing[0]?.host ?? '',
      failed: failing.length,
      total: f.media.hosts.length,
      failure: outcome?.kind === 'failed' ? outcome.failure : 'timeout',
    }),
    ...fromElsewhere(f),
  ];
}

/** What resolvers and OONI's test helper know of a failing host. */
function fromElsewhere({ media: { lookups, worksElsewhere } }: Findings): Evidence[] {
  const resolvers = lookups.exists.length;
  return [
    ...(resolvers > 0 ? [evidenceOf('dns-exists', 'fine', lookups.exists, { resolvers })] : []),
    ...(worksElsewhere === true ? [evidenceOf('test-helper-works', 'fine')] : []),
    ...(worksElsewhere === false ? [evidenceOf('test-helper-fails', 'bad')] : []),
  ];
}

/** What of the videos and pictures works, and what was not looked at. */
export function workingMedia(f: Findings): Evidence[] {
  const answering = f.media.hosts.filter(({ answers }) => answers);
  const fast = fastMediaHosts(f)[0];
  const samples = fast === undefined ? [] : samplesOf(f, fast);
  return [
    ...(answering.length > 0
      ? [
          evidenceOf(
            'media-ok',
            'fine',
            answering.flatMap((one) => one.observations),
            { host: answering[0]?.host ?? '', ok: answering.length, total: f.media.hosts.length },
          ),
        ]
      : []),
    fast === undefined
      ? evidenceOf('media-unsampled', 'open', f.media.sampleObservations)
      : evidenceOf('media-fast', 'fine', observationsOf(samples), { host: fast, rate: rateOf(samples) }),
    ...slowLines(f, fast),
  ];
}

/** A host that comes slowly where nothing comes faster. */
function slowLines(f: Findings, fast: string | undefined): Evidence[] {
  const [host] = sampledHosts(f).filter((one) => one !== fast && samplesOf(f, one).some(isSlowlySteady));
  return host === undefined
    ? []
    : [
        {
          ...evidenceOf('media-slow', 'open', observationsOf(samplesOf(f, host)), {
            host,
            rate: rateOf(samplesOf(f, host)),
          }),
        },
      ];
}
const isSlowlySteady = ({ shape, ms }: ThroughputSample): boolean => shape === 'steady' && ms >= 1_500;
