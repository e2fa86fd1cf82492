import * as dns from '@leichtgewicht/dns-packet';
import { afterEach, expect } from 'vitest';
import { encodeQuery } from '../../../src/checks/doh-lookup.ts';
import { ENDPOINTS } from '../../../src/config/endpoints.ts';
import { type Network, type NetworkOptions, startNetwork } from '../network.ts';
import type { Fault, Faults } from '../scenario.ts';
import { sendTestRequest } from './test-client.ts';

const open: Network[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((network) => network.close()));
});

/** A simulated network that is closed after the test. */
export async function openLab(faults: Faults = {}, options: NetworkOptions = {}): Promise<Network> {
  const network = await startNetwork({ country: 'PK', faults }, options);
  open.push(network);
  return network;
}
export const openLabWithX = (fault: Fault): Promise<Network> => openLab({ '*.x.com': fault });

/** The response code of a resolver over https, and the addresses that it gives. */
export async function resolveThrough(network: Network, url: string, name: string): Promise<string[]> {
  const got = await sendTestRequest(network, `${url}?dns=${encodeQuery(name, 'A')}`);
  expect([got.status, got.headers['content-type']]).toEqual([200, 'application/dns-message']);
  const packet: { rcode?: unknown; answers?: { data?: unknown }[] | undefined } = dns.decode(got.body);
  return [String(packet.rcode), ...(packet.answers ?? []).map(({ data }) => String(data))];
}

/** What OONI's test helper says of a host. */
export async function askTestHelper(network: Network, host: string): Promise<unknown> {
  const body = JSON.stringify({ http_request: `https://${host}/` });
  const { http_request, dns } = JSON.parse(
    (await sendTestRequest(network, ENDPOINTS.helper, { method: 'POST', body })).body.toString(),
  );
  return { failure: http_request.failure, status_code: http_request.status_code, dns };
}
