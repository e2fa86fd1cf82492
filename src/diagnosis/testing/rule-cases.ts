/**
 * A case for every rule, and for what only looks like one. The tests of the rules, their mutation and their noise share
 * it.
 */
import { ADDRESS_CASES } from './rule-cases/addresses.ts';
import { CERTIFICATE_CASES } from './rule-cases/certificates.ts';
import { INNOCENT_CASES } from './rule-cases/innocents.ts';
import { LOCAL_CASES } from './rule-cases/local.ts';
import { MEDIA_CASES } from './rule-cases/media.ts';
import { NETWORK_CASES } from './rule-cases/network.ts';
import { PACE_CASES } from './rule-cases/pace.ts';
import { REFUSAL_CASES } from './rule-cases/refusals.ts';
import type { RuleCase } from './rule-cases/rule-case.ts';
import { TIMEOUT_CASES } from './rule-cases/silence.ts';
import { SITE_CASES } from './rule-cases/site.ts';
import { INCONCLUSIVE_CASES } from './rule-cases/unclear.ts';

export const RULE_CASES: RuleCase[] = [
  ...LOCAL_CASES,
  ...PACE_CASES,
  ...SITE_CASES,
  ...MEDIA_CASES,
  ...NETWORK_CASES,
  ...CERTIFICATE_CASES,
  ...REFUSAL_CASES,
  ...TIMEOUT_CASES,
  ...ADDRESS_CASES,
  ...INCONCLUSIVE_CASES,
  ...INNOCENT_CASES,
];
