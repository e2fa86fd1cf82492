import { expect, test } from 'vitest';
import { ENDPOINTS } from './endpoints.ts';
import { createIsServiceHost } from './host-patterns.ts';
import { requestsPerHourOf } from './request-budgets.ts';

test('a service has the budget of what it is asked for, and any other host has one too', () => {
  const requestsPerHour = requestsPerHourOf(ENDPOINTS);
  const budgets = ['api.globalping.io', 'api.ooni.org', 'proof.ovh.net', 'dns.google', 'wcth0.fra1.ooni.org'];
  expect(budgets.map(requestsPerHour)).toEqual([100, 120, 60, 240, 240]);
});

test('OONI’s interface and helpers are services, and its site, as any other, is none', () => {
  const isServiceHost = createIsServiceHost(ENDPOINTS);
  const hosts = ['api.ooni.org', 'wcth0.fra1.prod.ooni.io', 'dns.google', 'ooni.org', 'x.com', '192.0.2.1'];
  expect(hosts.filter(isServiceHost)).toEqual(hosts.slice(0, 3));
});
