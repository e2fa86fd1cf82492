import { withTimeout } from '../../src/base/with-timeout.ts';
import type { CheckContext } from '../../src/checks/check.ts';
import browser from './api.ts';

/** Firefox alone tells an extension what its resolver says (`dns.resolve`). */
interface DnsApi {
  resolve(host: string): Promise<{ addresses: string[] }>;
}
const { dns } = browser as typeof browser & { dns?: DnsApi };

/** Addresses that the browser's own resolver gives a name; none where it denies it. Undefined in Chromium. */
export const resolveName: CheckContext['resolveName'] =
  dns && ((host, timeoutMs) => resolveWithTimeout(dns, host, timeoutMs));

function resolveWithTimeout(dnsApi: DnsApi, host: string, timeoutMs: number): Promise<string[] | 'timeout'> {
  const said = dnsApi.resolve(host).then(
    ({ addresses }) => addresses,
    () => [],
  );
  return withTimeout(timeoutMs, said, 'timeout' as const);
}
