import type { input } from '../fixtures.ts';

/** name · the page's signal and what was observed · rule · confidence */
export type RuleCase = [string, Parameters<typeof input>, string, string];
