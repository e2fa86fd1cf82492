import type { Endpoints } from '../config/endpoints.ts';
import { readAnswer } from './answer.ts';
import type { Task } from './check.ts';
import { withoutAnswer } from './check.ts';

/**
 * A plain http page whose one good answer is known to the byte. Anything else was said by somebody on the way:
 * a log-in page, usually (RFC 8910's problem), or 511 (RFC 6585). Plain http on purpose: a portal cannot forge TLS.
 */
export function captivePortal(portal: Endpoints['portals'][number], timeoutMs: number): Task {
  const { name, url, status, body } = portal;
  return {
    key: `captive-portal:${name}`,
    check: 'captive-portal',
    host: new URL(url).hostname,
    async run(tools, signal) {
      const result = await tools.probe({ url, timeoutMs, bodyBytes: body.length + 1 }, signal);
      if (result.kind !== 'answered') return { outcome: withoutAnswer(result), ms: result.ms };
      if (result.upgraded) return { outcome: { kind: 'void', why: 'hsts' }, ms: result.ms };
      const asExpected = result.status === status && new TextDecoder().decode(result.body) === body;
      return { outcome: { ...readAnswer(result, url, tools.now()), asExpected }, ms: result.ms };
    },
  };
}
