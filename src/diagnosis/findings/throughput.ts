import type { Observation } from '../../model/observation.ts';
import { isAnsweredOverTls, type ObservationsOfCheck } from './observations.ts';

/**
 * How a body came. `frozen`: it began, and then nothing came for seconds. `short`: it ended before it was long enough to
 * say anything. `steady`: it kept coming.
 */
type SampleShape = 'steady' | 'frozen' | 'short';

export interface ThroughputSample {
  shape: SampleShape;
  bytes: number;
  bytesPerSecond: number;
  /** How long the body was read, ms: a short time says nothing about a slow line. */
  ms: number;
  /** From the start of the request to the head of the answer, ms: with TLS, on a connection of its own. */
  headMs: number;
  observation: Observation;
}

/** How bodies came, from the head of the answer on, one entry per sample. */
export interface Throughput {
  platform: ThroughputSample[];
  control: ThroughputSample[];
  /** Samples of the platform of which not even the head came in time. */
  platformTimeouts: Observation[];
  /** The platform's page was asked for a sample. */
  isAsked: boolean;
}

/** Bytes of a sample that ends by itself: filters let 12 to 64 KB of a connection pass before they freeze it. */
const MIN_SAMPLE_BYTES = 65_536;

export function throughputOf(ofCheck: ObservationsOfCheck): Throughput {
  const samples = ofCheck('throughput');
  const asked = samples.filter(({ key }) => key.startsWith('throughput:platform'));
  return {
    platform: samplesOf(samples, 'platform'),
    control: samplesOf(samples, 'control'),
    platformTimeouts: asked.filter(({ outcome }) => outcome.kind === 'timeout'),
    isAsked: asked.length > 0,
  };
}

export function samplesOf(samples: Observation[], whose: 'platform' | 'control'): ThroughputSample[] {
  return samples.flatMap((observation) => {
    const { outcome, ms } = observation;
    if (outcome.kind !== 'measured' || outcome.of !== whose) return [];
    const { bytes, bodyMs, end } = outcome;
    const bytesPerSecond = (1000 * bytes) / Math.max(1, bodyMs);
    return [
      {
        shape: shapeOf(bytes, end),
        bytes,
        bytesPerSecond,
        ms: bodyMs,
        headMs: Math.max(0, ms - bodyMs),
        observation,
      },
    ];
  });
}

function shapeOf(bytes: number, end: string): SampleShape {
  if (end === 'stopped') return 'frozen';
  return end === 'complete' && bytes < MIN_SAMPLE_BYTES ? 'short' : 'steady';
}

/** Whether small files of the host are answered: `answers` shows that its front end is there. */
export type StaticFileResult = 'answers' | 'silent' | 'fails' | 'unasked';

export function staticFileResult(ofCheck: ObservationsOfCheck): StaticFileResult {
  const asked = ofCheck('static-file');
  if (asked.length === 0) return 'unasked';
  if (asked.some(({ outcome }) => isAnsweredOverTls(outcome))) return 'answers';
  return asked.every(({ outcome }) => outcome.kind === 'timeout') ? 'silent' : 'fails';
}
