import type { diagnosisInput } from '../observations.ts';

/** name · the page's symptom and what was observed · rule · confidence */
export type RuleCase = [string, Parameters<typeof diagnosisInput>, string, string];
