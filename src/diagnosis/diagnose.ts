import { definedOnly } from '../base/defined-only.ts';
import type { EvidenceKey } from '../model/evidence.ts';
import type { Verdict } from '../model/verdict.ts';
import { additionalInterference, aggregationEvidence, knownIncidentEvidence } from './collect-evidence.ts';
import { aggregationShowsAnomalies } from './conditions.ts';
import { tempered } from './contradictions.ts';
import { type DiagnosisInput, deriveFindings, type Findings } from './findings/findings.ts';
import { RULES, type Rule } from './rules.ts';

/** The verdict of the first rule that matches. Pure and total: the last rule matches everything. */
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
    confidence: tempered(kind, rule.confidence(findings), findings),
    rule: name,
    evidence: [
      ...rule.evidence(findings),
      ...(kind === 'blocked' ? additionalInterference(findings, mechanism) : []),
    ],
    ...definedOnly({ nextStep }),
  });
}

/**
 * Makes a possible block a likely one if many others in the country measured failures as well; it changes nothing else.
 */
function raiseForAggregation(findings: Findings, verdict: Verdict): Verdict {
  const isFilterNearby = verdict.evidence.some(({ key }) => key === 'filter-nearby');
  if (verdict.kind !== 'blocked' || verdict.confidence !== 'possible' || isFilterNearby) return verdict;
  if (!aggregationShowsAnomalies(findings)) return verdict;
  return {
    ...verdict,
    confidence: 'likely',
    evidence: [...verdict.evidence, ...aggregationEvidence(findings)],
  };
}

/**
 * Makes a possible block a likely one, with its evidence, if a restriction is known to be in force; no other verdict
 * becomes a block. A restriction that has ended says what was, not what is.
 */
export function raiseForKnownIncident(
  verdict: Verdict,
  { country, probeCc = country }: { country: string; probeCc?: string | undefined },
  isInForce: boolean,
): Verdict {
  // With a VPN, or abroad, the clock's country is not the one whose network failed.
  if (verdict.kind !== 'blocked' || !isInForce || probeCc !== country) return verdict;
  // A nationwide block would show on the country's other networks, and a filter nearby is not the country's.
  const hasEvidence = (key: EvidenceKey) => verdict.evidence.some((e) => e.key === key);
  if (hasEvidence('same-country-works') || hasEvidence('filter-nearby')) return verdict;
  // A page of nobody known may be one where people log in, or pay for more data.
  if (verdict.mechanism === 'http-blockpage' && verdict.confidence === 'possible') return verdict;
  return {
    ...verdict,
    // A record does not show how it is done today, so it makes nothing certain.
    confidence: verdict.confidence === 'possible' ? 'likely' : verdict.confidence,
    evidence: [...verdict.evidence, knownIncidentEvidence(country)],
  };
}
