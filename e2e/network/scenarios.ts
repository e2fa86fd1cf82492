import type { Scenario } from './scenario.ts';
import { BLOCKS } from './scenarios/blocks.ts';
import { BLOCKS_HALF_SEEN } from './scenarios/blocks-half-seen.ts';
import { HALF_BLOCKS, HALF_INNOCENTS } from './scenarios/half-loaded.ts';
import { INNOCENTS } from './scenarios/innocents.ts';
import { LOOKALIKES } from './scenarios/lookalikes.ts';

const blocks = [...BLOCKS, ...BLOCKS_HALF_SEEN, ...HALF_BLOCKS];
const innocents = [...INNOCENTS, ...LOOKALIKES, ...HALF_INNOCENTS];

/** One or a few of each kind; the others are their variants, different in what is true, not in how it is found out. */
export const CORE: ReadonlySet<string> = new Set(
  [...BLOCKS, ...INNOCENTS, ...HALF_BLOCKS].map(({ name }) => name),
);

/** Tests, demo and benchmarks run every scenario of these lists in every browser. */
export const SCENARIOS: Scenario[] = [
  ...blocks.map((scenario) => ({ ...scenario, innocent: false })),
  ...innocents.map((scenario) => ({ ...scenario, innocent: true })),
];
