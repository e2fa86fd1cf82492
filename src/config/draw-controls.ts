import { seededRandom, seedOf, shuffledCopy } from '../base/random.ts';
import type { Endpoints } from './endpoints.ts';

const CONTROLS_PER_CASE = 3;

/**
 * The endpoints of one round of a case: three controls, drawn by its random id, so that nobody knows beforehand which sites
 * have to fail to make a block look like a dead line. The same round draws the same ones when it is resumed.
 */
export function drawControls(endpoints: Endpoints, { id, round }: { id: string; round: number }): Endpoints {
  const random = seededRandom(seedOf(`${id} ${round}`));
  return { ...endpoints, controls: shuffledCopy(endpoints.controls, random).slice(0, CONTROLS_PER_CASE) };
}
