import type { Case } from '../../src/model/case.ts';

/** The one colour of a page, and what it means. */
export type VerdictTone = 'busy' | 'blocked' | 'fine' | 'unsure' | 'plain';

/** What is no more than possible is never painted like a block. `plain`: something is wrong, and it is no block. */
export function verdictTone(currentCase: Pick<Case, 'phase' | 'verdict'> | null): VerdictTone {
  if (!currentCase) return 'plain';
  if (currentCase.phase === 'checking') return 'busy';
  const { kind, confidence } = currentCase.verdict;
  if (kind === 'blocked' || kind === 'throttled' || kind === 'cut-off')
    return confidence === 'possible' ? 'unsure' : 'blocked';
  if (kind === 'reachable' || kind === 'captive-portal') return 'fine';
  return kind === 'inconclusive' || kind === 'bad-certificate' ? 'unsure' : 'plain';
}
