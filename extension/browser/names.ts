import type { Tools } from '../../src/checks/probe.ts';
import browser from './api.ts';

/** Firefox alone tells an extension what its resolver says (`dns.resolve`). */
interface Dns {
  resolve(host: string): Promise<{ addresses: string[] }>;
}
const { dns } = browser as typeof browser & { dns?: Dns };

/** Addresses that the browser's own resolver gives a name; none where it denies it. Undefined in Chromium. */
export const lookUp: Tools['lookUp'] = dns && ((host, timeoutMs) => ask(dns, host, timeoutMs));

async function ask(names: Dns, host: string, timeoutMs: number): Promise<string[] | 'late'> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<'late'>((resolve) => {
    timer = setTimeout(() => resolve('late'), timeoutMs);
  });
  const said = names.resolve(host).then(
    ({ addresses }) => addresses,
    () => [],
  );
  try {
    return await Promise.race([said, late]);
  } finally {
    clearTimeout(timer);
  }
}
