import type { Endpoints } from '../config/endpoints.ts';
import { answerOutcome } from './answer.ts';
import type { Check } from './check.ts';
import { failureOutcome } from './check.ts';

/**
 * A plain HTTP page whose one good answer is known to the byte. Any other answer comes from something on the path:
 * usually a log-in page (RFC 8910's problem), or 511 (RFC 6585). It is plain HTTP on purpose: a portal cannot forge
 * TLS.
 */
export function captivePortalCheck(portal: Endpoints['portals'][number], timeoutMs: number): Check {
  const { name, url, status, body } = portal;
  return {
    key: `captive-portal:${name}`,
    name: 'captive-portal',
    host: new URL(url).hostname,
    async run(context, abortSignal) {
      const result = await context.probe({ url, timeoutMs, maxBodyBytes: body.length + 1 }, abortSignal);
      if (result.kind !== 'answered') return { outcome: failureOutcome(result), ms: result.ms };
      if (result.hstsUpgraded) return { outcome: { kind: 'void', why: 'hsts' }, ms: result.ms };
      const matchesExpected = result.status === status && new TextDecoder().decode(result.body) === body;
      return { outcome: { ...answerOutcome(result, url, context.now()), matchesExpected }, ms: result.ms };
    },
  };
}
