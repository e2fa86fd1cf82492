import type { input } from '../observations.ts';

/** name · the page's signal and what was observed · rule · confidence */
export type RuleCase = [string, Parameters<typeof input>, string, string];
