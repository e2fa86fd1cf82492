import type { Observation } from '../../model/observation.ts';
import type { ObservationsOfCheck } from './observations.ts';

export interface ThroughputSample {
  bytesPerSecond: number;
  /** How long the sample took, ms: a short one says nothing about a slow line. */
  ms: number;
  observation: Observation;
}

/** How fast bodies came, from the head of the answer to the last byte, one entry per sample. */
export interface Throughput {
  platform: ThroughputSample[];
  control: ThroughputSample[];
}

export function throughputOf(ofCheck: ObservationsOfCheck): Throughput {
  const samples = ofCheck('throughput');
  return { platform: samplesOf(samples, 'platform'), control: samplesOf(samples, 'control') };
}

function samplesOf(samples: Observation[], whose: keyof Throughput): ThroughputSample[] {
  return samples.flatMap((observation) => {
    const { outcome } = observation;
    if (outcome.kind !== 'measured' || outcome.of !== whose) return [];
    const bytesPerSecond = (1000 * outcome.bytes) / Math.max(1, outcome.bodyMs);
    return [{ bytesPerSecond, ms: outcome.bodyMs, observation }];
  });
}
