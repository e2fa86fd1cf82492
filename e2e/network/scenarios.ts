import type { Scenario } from './scenario.ts';
import { BLOCKS } from './scenarios/blocks.ts';
import { BLOCKS_HALF_SEEN } from './scenarios/blocks-half-seen.ts';
import { HALF_BLOCKS, HALF_INNOCENTS } from './scenarios/half-loaded.ts';
import { INNOCENTS } from './scenarios/innocents.ts';
import { LOOKALIKES } from './scenarios/lookalikes.ts';
import { WITNESSED_BLOCKS, WITNESSED_INNOCENTS } from './scenarios/witnesses.ts';

const blocks = [...BLOCKS, ...BLOCKS_HALF_SEEN, ...HALF_BLOCKS, ...WITNESSED_BLOCKS];
const innocents = [...INNOCENTS, ...LOOKALIKES, ...HALF_INNOCENTS, ...WITNESSED_INNOCENTS];

/** Of these lists, what another of them shows as well. */
const VARIANTS = new Set([
  ...['tls-close', 'redirect-into-block', 'doh-blocked', 'helpers-blocked', 'google-blocked'],
  ...['http-blockpage-redirect', 'no-content', 'not-found', 'download', 'flaky-certificate', 'site-silent'],
]);
/** One or two of each kind; all others are variants, different in what is true, not in how it is found out. */
export const CORE: ReadonlySet<string> = new Set(
  [...BLOCKS, ...INNOCENTS, ...HALF_BLOCKS].map(({ name }) => name).filter((name) => !VARIANTS.has(name)),
);

/** Tests, demo and benchmarks run every scenario of these lists in every browser. */
export const SCENARIOS: Scenario[] = [
  ...blocks.map((scenario) => ({ ...scenario, innocent: false })),
  ...innocents.map((scenario) => ({ ...scenario, innocent: true })),
];
