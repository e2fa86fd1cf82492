import { answerOutcome } from './answer.ts';
import { type Check, failureOutcome } from './check.ts';

/**
 * Asks for the head of the front page alone (HEAD, RFC 9110 §9.3.2). A server takes as long for it as for the page. If it
 * comes and the page does not, the page is not late but too long: something lets short answers pass and stops long ones.
 */
export function pageHeadCheck(host: string, timeoutMs: number): Check {
  const url = `https://${host}/`;
  return {
    key: `page-head:${host}`,
    name: 'page-head',
    host,
    async run(context, abortSignal) {
      const result = await context.probe(
        { url, timeoutMs, maxBodyBytes: 0, isHeadRequest: true },
        abortSignal,
      );
      const outcome =
        result.kind === 'answered' ? answerOutcome(result, url, context.now()) : failureOutcome(result);
      return { outcome, ms: result.ms };
    },
  };
}
