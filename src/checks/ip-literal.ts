import { isIpv6 } from '../base/ip.ts';
import type { Endpoints } from '../config/endpoints.ts';
import { BARE_ADDRESS_KEY, NAMED_KEY } from '../model/observation.ts';
import type { Check } from './check.ts';
import { failureOutcome } from './check.ts';

/**
 * Connects to the host's address without its name (an IP literal sends no SNI, RFC 6066 §3). The extension has no host
 * permission for addresses, so it sees only the time: a quick failure (the certificate names no address) means that a
 * server answers there, silence means that the address itself is dropped.
 */
export function ipLiteralCheck(address: string, host: string, timeoutMs: number, attempt = 1): Check {
  return {
    key: attempt === 1 ? `ip-literal:${address}` : `ip-literal:${address}:${attempt}`,
    name: 'ip-literal',
    host,
    address,
    async run(context, abortSignal) {
      const result = await context.probe(
        {
          url: `https://${isIpv6(address) ? `[${address}]` : address}/`,
          timeoutMs,
          maxBodyBytes: 0,
          noCors: true,
        },
        abortSignal,
      );
      const outcome =
        result.kind === 'answered' ? ({ kind: 'answered', secure: false } as const) : failureOutcome(result);
      return { outcome, ms: result.ms };
    },
  };
}

/** A well-known public server by its bare address, which needs no resolver: is it the names, or the line? */
export function bareAddressCheck(
  { name, address }: Endpoints['addresses'][number],
  timeoutMs: number,
): Check {
  return { ...ipLiteralCheck(address, address, timeoutMs), key: `${BARE_ADDRESS_KEY}${name}` };
}

/**
 * The same request with the name. Where a browser does not say which address refused it (Chromium), its time, taken in the
 * same way, is compared with that of the true address.
 */
export function namedRefusalCheck(host: string, timeoutMs: number, attempt: number): Check {
  return { ...ipLiteralCheck(host, host, timeoutMs), key: `${NAMED_KEY}${attempt}` };
}
