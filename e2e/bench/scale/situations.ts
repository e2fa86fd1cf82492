import { errorSymptom, hangSymptom, stalledSymptom } from '../../../src/diagnosis/testing/observations.ts';
import type { Symptom } from '../../../src/model/symptom.ts';

/** What befalls a platform, or a country, at one moment and for everybody in it. */
export interface Situation {
  name: string;
  symptom: Symptom;
  /** How the platform's hosts answer over https by name. */
  platform: 'reset' | 'silent' | 'no-such-name' | 'slow';
  /** The platform fails so for the whole world. */
  isEverywhere?: boolean;
  /** Nothing abroad answers. */
  isCutOff?: boolean;
}

export const SITUATIONS = {
  reset: { name: 'reset by name', symptom: errorSymptom('reset'), platform: 'reset' },
  silence: { name: 'silence by name', symptom: hangSymptom, platform: 'silent' },
  noName: { name: 'name denied', symptom: errorSymptom('dns'), platform: 'no-such-name' },
  slow: { name: 'slowed down', symptom: stalledSymptom, platform: 'slow' },
  outage: {
    name: 'down for all: reset',
    symptom: errorSymptom('reset'),
    platform: 'reset',
    isEverywhere: true,
  },
  silentOutage: {
    name: 'down for all: silent',
    symptom: hangSymptom,
    platform: 'silent',
    isEverywhere: true,
  },
  cutOff: { name: 'national cut-off', symptom: hangSymptom, platform: 'silent', isCutOff: true },
} as const satisfies Record<string, Situation>;
