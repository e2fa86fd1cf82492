import * as v from 'valibot';
import { CONFIDENCES, isAccusing, type VerdictKind } from '../../src/model/verdict.ts';

const AnswerSchema = v.object({
  /** Empty: no case. */
  verdict: v.string(),
  mechanism: v.string(),
  confidence: v.string(),
  seconds: v.number(),
  /** Whether verdict and mechanism are true, whatever the confidence. */
  isRight: v.boolean(),
});

/** What the extension said about one scenario in one browser. */
export const OutcomeRowSchema = v.object({
  group: v.string(),
  scenario: v.string(),
  browser: v.string(),
  innocent: v.boolean(),
  /** As `joinVerdict` writes it. */
  expected: v.string(),
  /** null: no verdict came. */
  said: v.nullable(AnswerSchema),
});
export type OutcomeRow = v.InferOutput<typeof OutcomeRowSchema>;

interface Words {
  verdict: string;
  mechanism: string;
  confidence?: string | undefined;
}

/** `blocked tls-reset likely`; `no case` for null and for empty words. */
export const joinVerdict = (words: Words | null): string =>
  [words?.verdict, words?.mechanism, words?.confidence].filter(Boolean).join(' ') || 'no case';

/** Whether the answer is the expected one, its confidence included. */
export const isAsExpected = ({ said, expected }: OutcomeRow): boolean =>
  said !== null && joinVerdict(said) === expected;

const isBlamed = ({ said, innocent }: OutcomeRow): boolean =>
  said !== null && innocent && isAccusing(said.verdict as VerdictKind);

/** Whether a block got an answer that says, wrongly, that there is none. */
const isAcquitted = ({ said, innocent }: OutcomeRow): boolean =>
  said !== null &&
  !innocent &&
  !said.isRight &&
  !isAccusing(said.verdict as VerdictKind) &&
  said.verdict !== 'inconclusive';

/** How many scenarios were judged, how many wrongly, and how far each confidence can be trusted. */
export function countOutcomes(rows: readonly OutcomeRow[]): string[] {
  const countOf = (what: (row: OutcomeRow) => boolean) => rows.filter(what).length;
  const share = (of: readonly OutcomeRow[]) =>
    `${of.filter(({ said }) => said?.isRight).length}/${of.length}`;
  const called = (confidence: string) => rows.filter(({ said }) => said?.confidence === confidence);
  const wrongCertain = called('certain').filter(({ said }) => !said?.isRight);
  return [
    [
      `${new Set(rows.map(({ scenario }) => scenario)).size} scenarios`,
      `${rows.length} runs`,
      `${countOf(isBlamed)} innocents blamed`,
      `${countOf(isAcquitted)} blocks acquitted`,
      `${countOf(({ said }) => said === null)} without a verdict`,
    ].join(', '),
    `right of all that were called ${CONFIDENCES.toReversed()
      .map((confidence) => `${confidence}: ${share(called(confidence))}`)
      .join(', ')}`,
    ...wrongCertain.map(
      ({ scenario, browser, said, expected }) =>
        `wrong, but certain: ${scenario} in ${browser}: ${joinVerdict(said)}; true: ${expected}`,
    ),
  ];
}
