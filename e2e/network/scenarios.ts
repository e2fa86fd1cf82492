import type { Scenario } from './scenario.ts';
import { BLOCKS } from './scenarios/blocks.ts';
import { INNOCENTS } from './scenarios/innocents.ts';

/** Tests, demo and benchmarks run every scenario of these lists in every browser. */
export const SCENARIOS: Scenario[] = [
  ...BLOCKS.map((scenario) => ({ ...scenario, innocent: false })),
  ...INNOCENTS.map((scenario) => ({ ...scenario, innocent: true })),
];
