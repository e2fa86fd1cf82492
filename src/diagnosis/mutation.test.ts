/** Mutation test of the rule table: if a rule can be removed and no sample changes, nothing tests that rule. */
import { expect, test } from 'vitest';
import { diagnose } from './diagnose.ts';
import { deriveFindings } from './findings/findings.ts';
import { RULES, type Rule } from './rules.ts';
import { recordedSamples, type Sample, writtenSamples } from './testing/corpus.ts';

const samples = [...writtenSamples(), ...recordedSamples()];

/** What a person sees of a verdict; the rule's own name would change in any case. */
const visibleVerdict = ({ input }: Sample, rules: readonly Rule[]): string => {
  const findings = deriveFindings(input);
  if (!rules.some((rule) => rule.matches(findings))) return 'no verdict at all';
  const { kind, mechanism, confidence, nextStep, evidence } = diagnose(input, rules);
  return [kind, mechanism, confidence, nextStep, ...evidence.map(({ key }) => key)].filter(Boolean).join(' ');
};

/** The first sample whose verdict changes under another table; undefined if none does. */
const firstChangedSample = (rules: readonly Rule[]): Sample | undefined =>
  samples.find((sample) => visibleVerdict(sample, rules) !== visibleVerdict(sample, RULES));

test('every rule that is removed changes a verdict', () => {
  const kills = RULES.map((gone) => {
    const rules = RULES.filter((rule) => rule !== gone);
    const sample = firstChangedSample(rules);
    const change =
      sample && `${sample.name}: ${visibleVerdict(sample, RULES)} → ${visibleVerdict(sample, rules)}`;
    return { rule: gone.name, change };
  });
  console.log(kills.map(({ rule, change = 'NO TEST NOTICES' }) => `${rule} — ${change}`).join('\n'));
  expect(kills.filter(({ change }) => change === undefined).map(({ rule }) => rule)).toEqual([]);
});

test('an unchanged table changes nothing', () => {
  expect(firstChangedSample([...RULES])).toBeUndefined();
});
