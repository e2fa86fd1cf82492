import type { Fingerprints } from '../../src/checks/fingerprints.ts';
import { diagnose } from '../../src/diagnosis/diagnose.ts';
import type { DiagnosisInput } from '../../src/diagnosis/findings/findings.ts';
import type { Verdict } from '../../src/model/verdict.ts';
import { observationsOf } from './observations-of.ts';
import type { Measurement } from './read-measurement.ts';
import { isSameSite } from './same-site.ts';
import { situationOf } from './situation.ts';

/** The case that the extension would have had, if its person had opened the measured page. */
export function caseOf(measurement: Measurement, fingerprints: Fingerprints): DiagnosisInput {
  const situation = situationOf(measurement, fingerprints);
  const { hostname, protocol } = situation.step.url;
  return {
    symptom: situation.symptom,
    secure: protocol === 'https:',
    mode: 'standard',
    observations: observationsOf(measurement, situation),
    isSamePlatform: (host) => isSameSite(host, hostname),
  };
}

export const replayMeasurement = (measurement: Measurement, fingerprints: Fingerprints): Verdict =>
  diagnose(caseOf(measurement, fingerprints));
