import type { Case } from '../../model/case.ts';
import type { ReportContext } from '../build-measurement.ts';

export const reportContext: ReportContext = {
  version: '0.1.0',
  browser: 'chrome',
};

/** A case of blocking by TLS reset, of 2024-02-17 at noon UTC. */
export function makeCase(overrides: Partial<Case> = {}): Case {
  const startedAt = Date.UTC(2024, 1, 17, 12, 0, 0, 678);
  return {
    id: 'case-1',
    tabIds: [7],
    private: false,
    platform: 'x',
    platformName: 'X',
    host: 'x.com',
    secure: true,
    country: 'PK',
    probeCc: 'PK',
    probeAsn: 'AS64500',
    probeNetworkName: 'Example Telecom',
    symptom: {
      kind: 'error',
      failure: 'reset',
      error: 'net::ERR_CONNECTION_RESET',
      ms: 404.4,
      ip: '192.0.2.1',
    },
    startedAt,
    settledAt: startedAt + 1_842,
    phase: 'settled',
    mode: 'standard',
    round: 1,
    observations: [],
    verdict: {
      kind: 'blocked',
      mechanism: 'tls-reset',
      confidence: 'certain',
      rule: 'tls-reset-after-client-hello',
      evidence: [],
    },
    shown: true,
    ...overrides,
  };
}
