import type { Outcome } from '../model/observation.ts';
import type { Check, CheckContext } from './check.ts';

/**
 * What the system resolver gives for the host's name, where a browser reports it (Firefox, `dns.resolve`): the
 * addresses that the browser tried for the failed page, whether or not a server answers there.
 */
export function systemLookupCheck(host: string, timeoutMs: number): Check {
  return {
    key: `system-resolver-lookup:${host}`,
    name: 'system-resolver-lookup',
    host,
    async run(context, abortSignal) {
      const start = context.now();
      const outcome = await systemLookupOutcome(context, host, timeoutMs);
      abortSignal.throwIfAborted();
      return { outcome, ms: context.now() - start };
    },
  };
}

async function systemLookupOutcome(
  { resolveName }: CheckContext,
  host: string,
  timeoutMs: number,
): Promise<Outcome> {
  if (!resolveName) return { kind: 'void', why: 'unsupported' };
  const addresses = await resolveName(host, timeoutMs);
  if (addresses === 'timeout') return { kind: 'timeout' };
  return { kind: 'resolved', rcode: addresses.length > 0 ? 'NOERROR' : 'NXDOMAIN', addresses };
}
