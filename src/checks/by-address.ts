import { isIpv6 } from '../base/ip.ts';
import type { Task } from './check.ts';
import { withoutAnswer } from './check.ts';

/**
 * Connects to the host's address without saying its name (an IP literal sends no SNI, RFC 6066 §3).
 * The extension has no permission for addresses, so only the time is seen: a quick failure (the certificate names no
 * address) means that somebody answers there, silence means that the address itself is dropped.
 */
export function byAddress(address: string, host: string, timeoutMs: number): Task {
  return {
    key: `by-address:${address}`,
    check: 'by-address',
    host,
    async run(tools, signal) {
      const result = await tools.probe(
        {
          url: `https://${isIpv6(address) ? `[${address}]` : address}/`,
          timeoutMs,
          bodyBytes: 0,
          blind: true,
        },
        signal,
      );
      const outcome =
        result.kind === 'answered'
          ? ({ kind: 'answered', status: 0, secure: false } as const)
          : withoutAnswer(result);
      return { outcome, ms: result.ms };
    },
  };
}
