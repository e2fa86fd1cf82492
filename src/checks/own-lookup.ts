import type { Outcome } from '../model/observation.ts';
import type { Task, Tools } from './check.ts';

/**
 * What the browser's own resolver says of the host's name, where a browser tells it (Firefox, `dns.resolve`): the
 * addresses that the failed page was looked for at, whether or not anybody answers there.
 */
export function ownLookup(host: string, timeoutMs: number): Task {
  return {
    key: `own-lookup:${host}`,
    check: 'own-lookup',
    host,
    async run(tools, signal) {
      const start = tools.now();
      const outcome = await lookUp(tools, host, timeoutMs);
      signal.throwIfAborted();
      return { outcome, ms: tools.now() - start };
    },
  };
}

async function lookUp({ lookUp: ask }: Tools, host: string, timeoutMs: number): Promise<Outcome> {
  if (!ask) return { kind: 'void', why: 'unsupported' };
  const addresses = await ask(host, timeoutMs);
  if (addresses === 'late') return { kind: 'timeout' };
  return { kind: 'resolved', rcode: addresses.length > 0 ? 'NOERROR' : 'NXDOMAIN', addresses };
}
