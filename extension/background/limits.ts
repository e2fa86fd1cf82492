import { isIpLiteral } from '../../src/base/ip.ts';
import type { SessionMemory } from '../../src/base/session-memory.ts';
import { LimitedProbe } from '../../src/checks/limited-probe.ts';
import { ENDPOINTS } from '../../src/config/endpoints.ts';
import { createIsServiceHost } from '../../src/config/host-patterns.ts';
import { requestsPerHourOf } from '../../src/config/request-budgets.ts';
import type { Probe } from '../../src/model/probe.ts';
import { platformOfHost } from '../../src/platforms/catalogue.ts';
import { waitForMs } from '../browser/timers.ts';

const BUDGETS_KEY = 'requestBudgets';

/** The limits that hold for all requests of the checks. Only the names of services are kept, for the browser's session. */
export function createLimitedProbe(probe: Probe, memory: SessionMemory): LimitedProbe {
  const isServiceHost = createIsServiceHost(ENDPOINTS);
  return new LimitedProbe({
    probe,
    now: Date.now,
    random: Math.random,
    pause: waitForMs,
    isPlatformHost: (host) =>
      !isServiceHost(host) && (isIpLiteral(host) || platformOfHost(host) !== undefined),
    requestsPerHour: requestsPerHourOf(ENDPOINTS),
    store: {
      load: () => memory.read(BUDGETS_KEY),
      save: (budgets) => memory.write(BUDGETS_KEY, budgets),
    },
  });
}
