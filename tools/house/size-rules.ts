/**
 * Rules of size and shape, and the files that do not keep them yet. A test fails when a row here is needed no more, so that
 * the list only becomes shorter.
 */
import type { Override } from './biome-override.ts';

type SizeRule =
  | 'noExcessiveLinesPerFile'
  | 'noExcessiveLinesPerFunction'
  | 'noExcessiveCognitiveComplexity'
  | 'useMaxParams'
  | 'noNestedTernary';

/** As in biome.json, where they are on for all files. */
const RULE_GROUPS: Record<SizeRule, 'style' | 'complexity'> = {
  noExcessiveLinesPerFile: 'style',
  noExcessiveLinesPerFunction: 'complexity',
  noExcessiveCognitiveComplexity: 'complexity',
  useMaxParams: 'complexity',
  noNestedTernary: 'style',
};

interface SizeException {
  rule: SizeRule;
  files: readonly string[];
  why: string;
}

/** Where a rule measures nothing. */
const STANDING_EXCEPTIONS: readonly SizeException[] = [
  {
    rule: 'noExcessiveLinesPerFunction',
    files: ['**/*.tsx', '**/*.{test,spec}.ts'],
    why: 'a component is mostly markup, a describe is a chapter',
  },
  {
    rule: 'noExcessiveLinesPerFile',
    files: ['src/diagnosis/testing/rule-cases/*.ts'],
    why: 'tables of cases, one row after the other',
  },
  {
    rule: 'useMaxParams',
    files: ['**/*.test.ts'],
    why: 'the callback of test.each takes a column a parameter',
  },
];

/** Files to be split or straightened: delete a row with the reason for it. */
export const PASSING_EXCEPTIONS: readonly SizeException[] = [
  {
    rule: 'noExcessiveLinesPerFile',
    files: ['src/cases/case-manager.test.ts'],
    why: 'tests of several parts in one file',
  },
  {
    rule: 'noExcessiveCognitiveComplexity',
    files: ['tools/knowledge/import/wikitext.ts'],
    why: 'several decisions in one function',
  },
  {
    rule: 'noExcessiveCognitiveComplexity',
    files: ['src/detection/interleavings.test.ts'],
    why: 'a model of the browser inside the test',
  },
];

export const makeSizeOverrides = (): Override[] =>
  [...STANDING_EXCEPTIONS, ...PASSING_EXCEPTIONS].map(({ rule, files }) => ({
    includes: [...files],
    linter: { rules: { [RULE_GROUPS[rule]]: { [rule]: 'off' } } },
  }));
