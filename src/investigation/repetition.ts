import type { Check } from '../checks/check.ts';
import { httpsCheck } from '../checks/https-request.ts';
import { staticFileCheck } from '../checks/static-file.ts';
import type { Findings } from '../diagnosis/findings/findings.ts';
import { isRequested } from '../diagnosis/media.ts';
import { REPEATED_HANG_MS } from './open-questions.ts';

/**
 * After a hang the page's own request still waits, so a small file is asked for: a host that is only busy has it. Of a page
 * that began to arrive it tells how long a handshake takes.
 */
export function repetition(host: string, ms: number, f: Findings): Check[] {
  return [
    f.symptom.kind === 'hang' || f.symptom.kind === 'stalled'
      ? staticFileCheck(host, Math.max(ms, REPEATED_HANG_MS))
      : retryCheck('1', host, ms, f),
  ];
}

/** A page with an error status, or one that a person doubts, may be a block page, so the retry reads its body. */
export const retryCheck = (id: string, host: string, ms: number, f: Findings): Check =>
  httpsCheck({
    check: 'retry',
    id,
    host,
    timeoutMs: ms,
    matchBlockPages: isRequested(f) || f.symptom.kind === 'status',
  });
