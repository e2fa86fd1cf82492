import { within } from '../../src/base/with-timeout.ts';
import type { Tools } from '../../src/checks/check.ts';
import browser from './api.ts';

/** Firefox alone tells an extension what its resolver says (`dns.resolve`). */
interface Dns {
  resolve(host: string): Promise<{ addresses: string[] }>;
}
const { dns } = browser as typeof browser & { dns?: Dns };

/** Addresses that the browser's own resolver gives a name; none where it denies it. Undefined in Chromium. */
export const lookUp: Tools['lookUp'] = dns && ((host, timeoutMs) => ask(dns, host, timeoutMs));

function ask(names: Dns, host: string, timeoutMs: number): Promise<string[] | 'late'> {
  const said = names.resolve(host).then(
    ({ addresses }) => addresses,
    () => [],
  );
  return within(timeoutMs, said, 'late' as const);
}
