import * as say from './collect-evidence.ts';
import { NEARBY } from './rules/local.ts';
import { WAY } from './rules/network.ts';
import { type Rule, usual } from './rules/rule.ts';
import { SITE } from './rules/site.ts';

export type { Rule };

/**
 * The table of rules. The first row that fits gives the verdict, so the order is the order of blame:
 * this device, the way out of the house, the site itself, then name, address, connection, TLS, HTTP
 * (after OONI's web-connectivity: DNS before TCP before TLS before HTTP).
 */
export const RULES: readonly Rule[] = [
  ...NEARBY,
  ...SITE,
  ...WAY,
  {
    name: 'nothing-sent',
    kind: 'inconclusive',
    mechanism: '',
    fits: (f) => f.isQuietMode,
    confidence: () => 'possible',
    evidence: (f) => [say.fromPageLoad(f), say.checksOff()],
    settle: 'turn-on-checks',
  },
  {
    name: 'cannot-tell',
    kind: 'inconclusive',
    mechanism: '',
    fits: () => true,
    confidence: () => 'possible',
    evidence: (f) => [
      ...usual(f),
      ...say.fromStoppedLocally(f),
      ...say.fromDohLookups(f),
      ...say.fromPlainHttp(f),
      ...say.fromAlternates(f),
    ],
    settle: 'other-network',
  },
];
