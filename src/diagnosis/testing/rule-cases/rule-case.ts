import type { diagnosisInput } from '../observations.ts';

/** name · symptom and observations · rule · confidence */
export type RuleCase = [string, Parameters<typeof diagnosisInput>, string, string];
