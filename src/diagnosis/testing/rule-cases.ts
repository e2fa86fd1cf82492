/** A case for every rule, and for what only looks like one: the rules' tests, their mutation and their noise share it. */
import { NEARBY_CASES } from './rule-cases/local.ts';
import { WAY_CASES } from './rule-cases/network.ts';
import type { RuleCase } from './rule-cases/rule-case.ts';
import { SILENCE_CASES } from './rule-cases/silence.ts';
import { SITE_CASES } from './rule-cases/site.ts';
import { UNCLEAR_CASES } from './rule-cases/unclear.ts';

export const CASES: RuleCase[] = [
  ...NEARBY_CASES,
  ...SITE_CASES,
  ...WAY_CASES,
  ...SILENCE_CASES,
  ...UNCLEAR_CASES,
];
