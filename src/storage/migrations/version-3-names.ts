/**
 * What version 3 of the database renames, old name to new. Released, hence frozen for ever: a database of version 2 may turn
 * up years from now. A later rename gets a table of its own; not a line changes here, whatever the code calls things today.
 */

/** Of a case. `symptom` is what was noticed, `probeCc` is OONI's word for where the network is. */
export const CASE_FIELDS: Record<string, string> = {
  signal: 'symptom',
  networkCountry: 'probeCc',
};

export const SYMPTOM_FIELDS: Record<string, string> = {
  family: 'failure',
};

export const OBSERVATION_FIELDS: Record<string, string> = {
  networkCountry: 'probeCc',
};

export const OUTCOME_FIELDS: Record<string, string> = {
  family: 'failure',
  asExpected: 'matchesExpected',
  challenge: 'botChallenge',
  places: 'results',
};

/** Of one volunteer's result. */
export const VANTAGE_POINT_FIELDS: Record<string, string> = {
  home: 'sameCountry',
};

export const VERDICT_FIELDS: Record<string, string> = {
  settle: 'nextStep',
};

export const EVIDENCE_FIELDS: Record<string, string> = {
  sign: 'key',
};

/** Of what a sentence of evidence is filled with. */
export const PARAMETER_FIELDS: Record<string, string> = {
  family: 'failure',
};

export const FAILURES: Record<string, string> = {
  nowhere: 'unspecified-address',
};

export const SYMPTOM_KINDS: Record<string, string> = {
  'half-loaded': 'partial-load',
};

/** Names of checks, and what the keys of their observations begin with. */
export const CHECK_NAMES: Record<string, string> = {
  outside: 'test-helper',
  'own-lookup': 'system-resolver-lookup',
  'own-resolver': 'system-resolver-health',
  'by-address': 'ip-literal',
  'other-port': 'tls-on-port-80',
  'front-door': 'oversized-request',
  resolver: 'doh-lookup',
  'resolver-ipv6': 'doh-lookup-ipv6',
};

/** Old names of the checks in which a status 0 meant that an answer came, and no more. */
export const CHECKS_WITHOUT_STATUS: readonly string[] = ['by-address', 'front-door', 'in-page'];

export const OUTCOME_KINDS: Record<string, string> = {
  outside: 'test-helper',
  'own-resolver': 'system-resolver-health',
  places: 'vantage-points',
  tallied: 'aggregated',
};

/** Why a probe in a page learnt nothing. */
export const VOID_REASONS: Record<string, string> = {
  worker: 'service-worker',
};

export const EVIDENCE_KEYS: Record<string, string> = {
  'half-loaded': 'partial-load',
  'resolver-mute': 'resolver-unresponsive',
  'resolver-dead': 'resolver-down',
  'dns-nowhere': 'dns-bogon',
  'other-port-ok': 'port-80-ok',
  'front-door-ok': 'oversized-request-ok',
  'leads-here': 'resolves-here',
  'also-cut': 'also-reset',
  'also-denied': 'also-nxdomain',
  'address-ok': 'ip-ok',
  'address-silent': 'ip-unreachable',
  'address-ipv4-only': 'ipv4-only',
  'address-ipv6-only': 'ipv6-only',
  local: 'stopped-locally',
  proxy: 'proxy-down',
  'outside-works': 'test-helper-works',
  'outside-fails': 'test-helper-fails',
  'outside-unknown': 'vantage-points-unknown',
  'home-works': 'same-country-works',
  'home-fails': 'same-country-fails',
  'others-too': 'aggregation-anomalies',
  'pace-slow': 'throughput-slow',
  'pace-fast': 'throughput-fast',
  'history-fits': 'known-incident',
};

export const RULE_NAMES: Record<string, string> = {
  'name-leads-to-this-device': 'resolves-to-this-device',
  'slow-while-others-are-fast': 'slow-here-controls-fast',
  'site-answers-again': 'site-answers',
  'log-in-page-in-between': 'captive-portal-found',
  'clock-is-wrong': 'wrong-clock',
  'nothing-can-be-trusted': 'no-valid-control-certificate',
  'only-the-country-answers': 'only-domestic-sites-answer',
  'withheld-for-legal-reasons': 'unavailable-for-legal-reasons',
  'page-put-in-its-place-over-tls': 'blockpage-over-tls',
  'site-refuses-you': 'site-forbids',
  'site-fails-itself': 'site-server-error',
  'nobody-knows-the-name': 'nxdomain-everywhere',
  'certificate-fails-everywhere': 'invalid-certificate-everywhere',
  'leads-nowhere-for-all': 'bogon-everywhere',
  'keeps-people-waiting': 'slow-site',
  'fails-everywhere-alike': 'same-failure-everywhere',
  'own-resolver-is-dead': 'system-resolver-down',
  'name-unanswered-here-only': 'dns-timeout-here-only',
  'name-denied-here-only': 'nxdomain-here-only',
  'names-of-one-platform-denied': 'nxdomain-on-all-domains',
  'name-sent-astray': 'inconsistent-dns-answer',
  'page-put-in-its-place': 'blockpage-over-http',
  'made-by-nobody-known': 'untrusted-issuer-here-only',
  'another-identity-everywhere': 'invalid-certificate-on-all-domains',
  'certificate-not-accepted': 'invalid-certificate',
  'cut-in-the-clear': 'plain-http-reset',
  'cut-when-the-name-is-said': 'tls-reset-after-client-hello',
  'silent-when-the-name-is-said': 'tls-timeout-after-client-hello',
  'address-silent': 'address-timeout',
  'silent-here-only': 'timeout-here-only',
  'silent-all-over': 'timeout-on-all-domains',
  'nothing-sent': 'checks-off',
  'cannot-tell': 'no-rule-matched',
};

/** Keys of `meta`. */
export const META_KEYS: Record<string, string> = {
  'knowledge-last-started': 'knowledge-last-generation',
  'updates-seen': 'updates-trusted-metadata',
};

/** Of the records, their entities, and what `meta` says of the set in use. */
export const RECORD_FIELDS: Record<string, string> = {
  gen: 'generation',
  about: 'subjects',
};

export const REPORT_STATES: Record<string, string> = {
  kept: 'not-accepted',
};
