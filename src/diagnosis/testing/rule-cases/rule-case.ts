import type { diagnosisInput } from '../observations.ts';

/** name · the page's signal and what was observed · rule · confidence */
export type RuleCase = [string, Parameters<typeof diagnosisInput>, string, string];
