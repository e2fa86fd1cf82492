import * as evidence from './collect-evidence.ts';
import { DEVICE_RULES, LOCAL_RULES } from './rules/local.ts';
import { MEDIA_RULES, REQUESTED_RULES } from './rules/media.ts';
import { NETWORK_RULES } from './rules/network.ts';
import { PACE_RULES } from './rules/pace.ts';
import { baseEvidence, type Rule } from './rules/rule.ts';
import { SITE_RULES } from './rules/site.ts';

export type { Rule };

/**
 * The table of rules. The first row that matches gives the verdict, so the order is the order of blame: this device,
 * the local network, the site itself, then name, address, connection, TLS, HTTP (after OONI's web-connectivity: DNS
 * before TCP before TLS before HTTP).
 */
export const RULES: readonly Rule[] = [
  ...DEVICE_RULES,
  ...REQUESTED_RULES,
  ...PACE_RULES,
  ...MEDIA_RULES,
  ...LOCAL_RULES,
  ...SITE_RULES,
  ...NETWORK_RULES,
  {
    name: 'checks-off',
    kind: 'inconclusive',
    mechanism: null,
    matches: (f) => f.isQuietMode,
    confidence: () => 'possible',
    evidence: (f) => [evidence.fromPageLoad(f), evidence.checksOff()],
    nextStep: 'turn-on-checks',
  },
  {
    name: 'no-rule-matched',
    kind: 'inconclusive',
    mechanism: null,
    matches: () => true,
    confidence: () => 'possible',
    evidence: (f) => [
      ...baseEvidence(f),
      ...evidence.fromStoppedLocally(f),
      ...evidence.fromDohLookups(f),
      ...evidence.fromPlainHttp(f),
      ...evidence.fromAlternates(f),
    ],
    nextStep: 'other-network',
  },
];
