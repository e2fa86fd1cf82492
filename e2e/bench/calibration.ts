/** Of all that was called certain, likely or possible: how much was right. */
import { CONFIDENCES, type Confidence, type Verdict } from '../../src/model/verdict.ts';
import { type Expectation, expectationFor, type Scenario } from '../network/scenario.ts';
import type { Table } from './table.ts';

export interface Claim {
  /** The sample that the verdict is about. */
  sample: string;
  verdict: Pick<Verdict, 'kind' | 'mechanism' | 'confidence'>;
  /** What is true, and what is as true. */
  truths: readonly Expectation[];
}

interface Count {
  claims: number;
  /** Kind and mechanism. */
  right: number;
  /** The kind alone. */
  rightKind: number;
}
export type Calibration = Record<Confidence, Count>;

/** What is true in a scenario, for a sample of this browser; empty if there should be no case. */
export function truthsOf(scenario: Scenario, browser: 'chromium' | 'firefox'): Expectation[] {
  const expected = [scenario.expect, expectationFor(browser, scenario)].filter((one) => one !== null);
  const isBlocked = expected.some(({ verdict }) => verdict === 'blocked');
  return isBlocked && isTlsCut(scenario) ? [...expected, CUT_BY_NAME] : expected;
}

/** Where TLS is cut beside a block page in the clear, both are true. The page is the one that is expected. */
const CUT_BY_NAME: Expectation = { verdict: 'blocked', mechanism: 'tls-reset' };
function isTlsCut({ url, faults }: Scenario): boolean {
  const { hostname } = new URL(url);
  return Object.entries(faults).some(([key, { tls }]) => {
    const domain = key.replace(/^\*\./, '');
    const isOfHost = hostname === domain || hostname.endsWith(`.${domain}`);
    return isOfHost && (tls === 'reset' || tls === 'close');
  });
}

/** "Inconclusive" says nothing that could be wrong. */
const isClaim = ({ verdict }: Claim): boolean => verdict.kind !== 'inconclusive';

/** What is as true as the expected answer is so with the confidence that is named there, or with less. */
const rightAnswers = ({ truths, verdict }: Claim) =>
  truths.flatMap(({ alsoRight = [], ...expected }) => [
    expected,
    ...alsoRight.filter(
      ({ confidence = 'certain' }) =>
        CONFIDENCES.indexOf(verdict.confidence) <= CONFIDENCES.indexOf(confidence),
    ),
  ]);
const hasRightKind = (claim: Claim): boolean =>
  rightAnswers(claim).some(({ verdict }) => verdict === claim.verdict.kind);
export const isRight = (claim: Claim): boolean =>
  rightAnswers(claim).some(
    ({ verdict, mechanism }) =>
      verdict === claim.verdict.kind && mechanism === (claim.verdict.mechanism ?? ''),
  );

/** Verdicts that claim nothing do not count. */
export function calibrationOf(claims: readonly Claim[]): Calibration {
  const countOf = (confidence: Confidence): Count => {
    const called = claims.filter((claim) => isClaim(claim) && claim.verdict.confidence === confidence);
    return {
      claims: called.length,
      right: called.filter(isRight).length,
      rightKind: called.filter(hasRightKind).length,
    };
  };
  return { certain: countOf('certain'), likely: countOf('likely'), possible: countOf('possible') };
}

/** Each verdict that was called certain and is wrong, once. */
export const wrongCertainties = (claims: readonly Claim[]): string[] => [
  ...new Set(
    claims
      .filter((claim) => isClaim(claim) && claim.verdict.confidence === 'certain' && !isRight(claim))
      .map(({ sample, verdict: { kind, mechanism } }) =>
        [`${sample}:`, kind, mechanism].filter(Boolean).join(' '),
      ),
  ),
];

const shareText = (part: number, of: number): string =>
  of === 0 ? '' : `${((100 * part) / of).toFixed(1)} %`;

/** @param how how the noise runs were made, in a sentence */
export function calibrationTable(recorded: readonly Claim[], noisy: readonly Claim[], how: string): Table {
  const [calm, disturbed] = [calibrationOf(recorded), calibrationOf(noisy)];
  const cellsOf = ({ claims, right, rightKind }: Count) => [
    claims.toLocaleString('en'),
    shareText(right, claims),
    shareText(rightKind, claims),
  ];
  const rows = CONFIDENCES.toReversed().map((confidence) => [
    confidence,
    ...cellsOf(calm[confidence]),
    ...cellsOf(disturbed[confidence]),
    confidence === 'certain' ? '100 %' : '',
    confidence === 'certain' ? barCell(calm.certain, disturbed.certain) : '',
  ]);
  const silentCount = (claims: readonly Claim[]) =>
    claims.filter((claim) => !isClaim(claim)).length.toLocaleString('en');
  return {
    title: 'How far a confidence can be trusted',
    how: `How many verdicts on what browsers recorded are right, kind and mechanism, by what the scenario says; "inconclusive" claims nothing. With noise: ${how}`,
    columns: ['called', 'recorded', 'right', 'right kind', 'with noise', 'right', 'right kind', 'bar', ''],
    rows: [...rows, ['nothing', silentCount(recorded), '', '', silentCount(noisy)]],
  };
}

const barCell = (...counts: Count[]): string =>
  counts.every(({ claims, right }) => claims === right) ? 'ok' : 'under';
