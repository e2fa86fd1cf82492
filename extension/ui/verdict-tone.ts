import type { Case } from '../../src/model/case.ts';
import { isAccusing } from '../../src/model/verdict.ts';

/** What the one colour of a page means. `plain`: something is wrong, but it is no block. */
export type VerdictTone = 'busy' | 'blocked' | 'fine' | 'unsure' | 'plain';

/** A block that is only possible never has the tone of a block. */
export function verdictTone(currentCase: Pick<Case, 'phase' | 'verdict'> | null): VerdictTone {
  if (!currentCase) return 'plain';
  if (currentCase.phase === 'checking') return 'busy';
  const { kind, confidence } = currentCase.verdict;
  if (isAccusing(kind)) return confidence === 'possible' ? 'unsure' : 'blocked';
  if (kind === 'reachable' || kind === 'captive-portal') return 'fine';
  return kind === 'inconclusive' || kind === 'bad-certificate' ? 'unsure' : 'plain';
}
