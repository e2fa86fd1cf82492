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
export async function resolveThrough(
  network: Network,
  url: string,
  name: string,
  type: 'A' | 'AAAA' = 'A',
): Promise<string[]> {
  const got = await sendTestRequest(network, `${url}?dns=${encodeQuery(name, type)}`);
  expect([got.status, got.headers['content-type']]).toEqual([200, 'application/dns-message']);
  const packet: { rcode?: unknown; answers?: { data?: unknown }[] | undefined } = dns.decode(got.body);
  return [String(packet.rcode), ...(packet.answers ?? []).map(({ data }) => String(data))];
}

/** What OONI's test helper says of a host, and of the addresses that the client gives. */
export async function askTestHelper(network: Network, host: string, addresses: string[] = []) {
  const body = JSON.stringify({
    http_request: `https://${host}/`,
    tcp_connect: addresses.map((address) => `${address}:443`),
  });
  const { http_request, ...rest } = JSON.parse(
    (await sendTestRequest(network, ENDPOINTS.helper, { method: 'POST', body })).body.toString(),
  );
  const { failure, status_code, body_length } = http_request;
  return { failure, status_code, body_length, ...rest };
}

/** Runs a test of Globalping with probes in these countries, and returns the first answer to a poll. */
export async function askGlobalping(
  network: Network,
  host: string,
  {
    method = 'HEAD',
    timeout,
    countries = ['US'],
  }: { method?: string; timeout?: number; countries?: string[] } = {},
) {
  const body = JSON.stringify({
    type: 'http',
    target: host,
    locations: countries.map((country) => ({ country, limit: 1 })),
    measurementOptions: {
      protocol: 'HTTPS',
      request: { method, path: '/' },
      ...(timeout ? { timeout } : {}),
    },
  });
  const url = `${ENDPOINTS.globalping}/v1/measurements`;
  const created = await sendTestRequest(network, url, { method: 'POST', body });
  if (created.status !== 202) return { status: created.status };
  const { id } = JSON.parse(created.body.toString());
  return JSON.parse((await sendTestRequest(network, `${url}/${id}`)).body.toString());
}
