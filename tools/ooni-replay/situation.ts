import type { Fingerprints } from '../../src/checks/fingerprints.ts';
import type { Outcome } from '../../src/model/observation.ts';
import type { Symptom } from '../../src/model/symptom.ts';
import { type Attempt, attemptOfTls } from './attempt.ts';
import { comparePages, isBotChallenge, type Likeness } from './compare-pages.ts';
import { type AttemptFailure, attemptFailure, failedOutcome } from './ooni-failures.ts';
import { controlOf, type HttpRequest, type Measurement } from './read-measurement.ts';
import { isSameSite } from './same-site.ts';
import { redirectTarget, type StepTaken, wayOf } from './way.ts';

/** What a person's browser would have shown, and what the extension's requests to the same host would have got. */
export interface Situation {
  /** The page that the case is about: the last one on the way, or the first one over plain HTTP. */
  step: StepTaken;
  symptom: Symptom;
  retries: Outcome[];
  plainHttp?: Outcome;
}

/** ms: how long the probe waits for an answer; nothing in a measurement tells how long a person would have. */
export const PROBE_TIMEOUT_MS = 10_000;
export const ANSWER_MS = 100;

type AnsweredStep = StepTaken & { attempt: Extract<Attempt, { kind: 'answered' }> };
type Answer = Extract<Outcome, { kind: 'answered' }>;

const isAnsweredStep = (step: StepTaken): step is AnsweredStep => step.attempt.kind === 'answered';
const isPlain = ({ url }: StepTaken): boolean => url.protocol === 'http:';

export function situationOf(measurement: Measurement, fingerprints: Fingerprints): Situation {
  const way = wayOf(measurement);
  const last = way.at(-1) ?? way[0];
  const firstPlain = way.filter(isAnsweredStep).find(isPlain);
  const blockPage = blockPageOf(way, fingerprints);
  const lastAnswered = way.findLast(isAnsweredStep);
  const isForgeable = firstPlain && !provesItself(last, firstPlain);
  if (isForgeable && lastAnswered && (blockPage !== undefined || isAnsweredStep(last)))
    return plainPageSituation({ measurement, first: firstPlain, last: lastAnswered, blockPage });
  if (last.attempt.kind === 'failed') return failedSituation(last, last.attempt, firstPlain);
  if (last.attempt.kind === 'stalled') return stalledSituation(last, last.attempt.request);
  return isAnsweredStep(last) ? securePageSituation(last, blockPage) : unknownSituation(measurement, last);
}

/** Valid TLS for the site's own name: a redirect over plain HTTP that leads there was not forged. */
const provesItself = (last: StepTaken, first: StepTaken): boolean =>
  isAnsweredStep(last) && !isPlain(last) && isSameSite(last.url.hostname, first.url.hostname);

/** The name of the known block page that a step shows, or leads to. */
function blockPageOf(way: readonly StepTaken[], fingerprints: Fingerprints): string | undefined {
  return way
    .filter(isAnsweredStep)
    .map(({ attempt: { request } }) =>
      fingerprints.findBlockPage({
        body: request.response.body.toString(),
        location: request.response.headers.location ?? '',
      }),
    )
    .find((page) => page !== undefined)?.name;
}

/** The probe asks once. Repeated, the same request is taken to fail alike. */
function failedSituation(step: StepTaken, failure: AttemptFailure, firstPlain?: AnsweredStep): Situation {
  const outcome = failedOutcome(failure);
  const plainHttp = isPlain(step) ? outcome : firstPlain && answerOf(firstPlain);
  return {
    step,
    symptom: failedSymptom(failure),
    retries: [outcome, outcome],
    ...(plainHttp && { plainHttp }),
  };
}

function failedSymptom({ failure, error, ip }: AttemptFailure): Symptom {
  if (failure === 'timeout') return { kind: 'hang', ms: PROBE_TIMEOUT_MS };
  // The name was not found because the resolver did not answer.
  const ms =
    failure === 'dns' && !error.startsWith('dns_') && !error.startsWith('android_')
      ? PROBE_TIMEOUT_MS
      : ANSWER_MS;
  return { kind: 'error', failure, error, ms, ...(ip !== undefined && { ip }) };
}

/** The head of the answer came, so a retry over https, which reads no more, is answered. */
function stalledSituation(step: StepTaken, { response }: HttpRequest): Situation {
  const silence: Outcome = { kind: 'timeout' };
  return {
    step,
    symptom: { kind: 'stalled', ms: PROBE_TIMEOUT_MS },
    retries: isPlain(step) ? [silence, silence] : [{ kind: 'answered', status: response.code, secure: true }],
    ...(isPlain(step) && { plainHttp: silence }),
  };
}

/** Every page on the way came over valid TLS. A page that loads is read as one with a status that is no failure. */
function securePageSituation(step: AnsweredStep, blockPage?: string): Situation {
  const { status = 0, ip } = answerOf(step);
  return {
    step,
    symptom: { kind: 'status', status, ms: ANSWER_MS, secure: true, ...(ip !== undefined && { ip }) },
    retries: [{ ...answerOf(step), ...(blockPage !== undefined && { blockPage }) }],
  };
}

interface PlainPage {
  measurement: Measurement;
  first: AnsweredStep;
  last: AnsweredStep;
  blockPage: string | undefined;
}

/**
 * A page over plain HTTP, or behind a redirect over plain HTTP, could come from anybody. If it is the page that the test
 * helper got, it is the site's own, and a retry is answered. If not, a retry is known only where TLS fails.
 */
function plainPageSituation({ measurement, first, last, blockPage }: PlainPage): Situation {
  const likeness = blockPage === undefined ? likenessOf(last, measurement) : 'different';
  const { ip } = first.attempt;
  const shown = {
    ms: ANSWER_MS,
    status: last.attempt.request.response.code,
    ...(ip !== undefined && { ip }),
  };
  const isElsewhere = !isSameSite(first.url.hostname, last.url.hostname);
  const symptom: Symptom =
    isFailureStatus(shown.status) && !isElsewhere
      ? { kind: 'status', ...shown, secure: false }
      : { kind: 'plain-page', ...shown, ...(isElsewhere && { redirectHost: last.url.hostname }) };
  return {
    step: first,
    symptom,
    retries: plainPageRetries(likeness, { measurement, first, last }),
    plainHttp: plainHttpOutcome(first, likeness, blockPage),
  };
}

const isFailureStatus = (status: number): boolean => status === 451 || status === 403 || status >= 500;

function likenessOf({ attempt }: AnsweredStep, { test_keys }: Measurement): Likeness {
  const { response } = attempt.request;
  const control = controlOf(test_keys);
  if (isBotChallenge(response)) return 'same';
  if (!control) return 'unknown';
  // Outside there is no such name, so any page here comes from somebody else.
  if (control.http_request?.failure?.startsWith('dns_')) return 'different';
  return comparePages(response, control);
}

/** A page that nothing can be compared with says nothing; a redirect to the site itself needs no comparison. */
function plainHttpOutcome(first: AnsweredStep, likeness: Likeness, blockPage: string | undefined): Outcome {
  const target = redirectTarget(first);
  const leadsHome = target !== undefined && isSameSite(target.hostname, first.url.hostname);
  if (likeness === 'unknown' && !leadsHome) return { kind: 'void', why: 'nothing to compare with' };
  return { ...answerOf(first), ...(blockPage !== undefined && { blockPage }) };
}

/** A retry goes over https, which the probe did not request: only its failure is known. Many small sites have none. */
function plainPageRetries(
  likeness: Likeness,
  { measurement, first, last }: Omit<PlainPage, 'blockPage'>,
): Outcome[] {
  // The page is the site's own, so the site would have answered over https as well.
  if (likeness === 'same') return [{ ...answerOf(last), secure: true }];
  if (likeness === 'unknown') return [];
  const tls = attemptOfTls(measurement, first);
  return tls.kind === 'failed' ? [failedOutcome(tls), failedOutcome(tls)] : [];
}

function answerOf(step: AnsweredStep): Answer {
  const { request, ip } = step.attempt;
  const target = redirectTarget(step);
  return {
    kind: 'answered',
    status: request.response.code,
    secure: !isPlain(step),
    ...(ip !== undefined && { ip }),
    ...(target && { redirectHost: target.hostname, redirectSecure: target.protocol === 'https:' }),
    ...(isBotChallenge(request.response) && { botChallenge: true }),
  };
}

/** No part of the way is recorded: only the failure of the whole experiment is left. */
function unknownSituation({ test_keys }: Measurement, step: StepTaken): Situation {
  const ooniFailure = test_keys.http_experiment_failure ?? test_keys.dns_experiment_failure;
  if (ooniFailure !== null) return failedSituation(step, attemptFailure(ooniFailure));
  return {
    step,
    symptom: { kind: 'error', failure: 'other', error: 'not recorded', ms: ANSWER_MS },
    retries: [],
  };
}
