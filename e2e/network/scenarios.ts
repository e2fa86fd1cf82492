import type { Scenario } from './scenario.ts';
import { BLOCKS } from './scenarios/blocks.ts';
import { HALF_BLOCKS, HALF_INNOCENTS } from './scenarios/half-loaded.ts';
import { INNOCENTS } from './scenarios/innocents.ts';

/** Tests, demo and benchmarks run every scenario of these lists in every browser. */
export const SCENARIOS: Scenario[] = [
  ...[...BLOCKS, ...HALF_BLOCKS].map((scenario) => ({ ...scenario, innocent: false })),
  ...[...INNOCENTS, ...HALF_INNOCENTS].map((scenario) => ({ ...scenario, innocent: true })),
];
