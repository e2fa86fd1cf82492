import type { EvidenceKey } from '../model/evidence.ts';
import { CONFIDENCES, type Verdict } from '../model/verdict.ts';
import { additionalInterference, aggregationEvidence, knownIncidentEvidence } from './collect-evidence.ts';
import { aggregationShowsAnomalies } from './conditions.ts';
import { type DiagnosisInput, deriveFindings, type Findings } from './findings/findings.ts';
import { RULES, type Rule } from './rules.ts';

/** The verdict of the first rule that fits. Pure and total: the last rule fits everything. */
export function diagnose(input: DiagnosisInput, rules: readonly Rule[] = RULES): Verdict {
  return applyRules(deriveFindings(input), rules);
}

export function applyRules(findings: Findings, rules: readonly Rule[] = RULES): Verdict {
  const rule = rules.find((r) => r.matches(findings));
  if (!rule) throw new Error('the rule table has lost its last row');
  const { kind, mechanism, name, nextStep } = rule;
  return raiseForAggregation(findings, {
    kind,
    mechanism,
    confidence: rule.confidence(findings),
    rule: name,
    evidence: [
      ...rule.evidence(findings),
      ...(kind === 'blocked' ? additionalInterference(findings, mechanism) : []),
    ],
    ...(nextStep === undefined ? {} : { nextStep }),
  });
}

/** Where many others in the country are kept away as well, a possible block is a likely one; nothing else changes. */
function raiseForAggregation(findings: Findings, verdict: Verdict): Verdict {
  if (verdict.kind !== 'blocked' || verdict.confidence !== 'possible' || !aggregationShowsAnomalies(findings))
    return verdict;
  return {
    ...verdict,
    confidence: 'likely',
    evidence: [...verdict.evidence, ...aggregationEvidence(findings)],
  };
}

/**
 * What is known may make a block surer by one step, visibly; it makes a block out of nothing else.
 * Only a restriction that is in force counts: an old one says what was, not what is.
 */
export function raiseForKnownIncident(
  verdict: Verdict,
  { country, probeCc = country }: { country: string; probeCc?: string | undefined },
  isInForce: boolean,
): Verdict {
  // Behind a VPN, or abroad, the country of the clock is not the one whose network failed.
  if (verdict.kind !== 'blocked' || !isInForce || probeCc !== country) return verdict;
  // A block of the country would be felt on its other networks; and what others measured is mostly that same block.
  const hasEvidence = (key: EvidenceKey) => verdict.evidence.some((e) => e.key === key);
  if (hasEvidence('same-country-works')) return verdict;
  const steps = hasEvidence('aggregation-anomalies') ? 0 : 1;
  const step = Math.min(CONFIDENCES.indexOf(verdict.confidence) + steps, CONFIDENCES.length - 1);
  return {
    ...verdict,
    confidence: CONFIDENCES[step] ?? verdict.confidence,
    evidence: [...verdict.evidence, knownIncidentEvidence(country)],
  };
}
