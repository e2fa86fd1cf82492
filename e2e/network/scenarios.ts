import type { Scenario } from './scenario.ts';
import { ADDRESS_BLOCKS, ADDRESSES_NOT_BLOCKED } from './scenarios/addresses.ts';
import { BLOCKS } from './scenarios/blocks.ts';
import { BLOCKS_PARTLY_OBSERVABLE } from './scenarios/blocks-half-seen.ts';
import { FILTERS, FILTERS_NOT_BLOCKED } from './scenarios/filters.ts';
import { FORGERIES } from './scenarios/forgeries.ts';
import { FREEZES, FREEZES_NOT_BLOCKED } from './scenarios/freezes.ts';
import { PARTIAL_LOAD_BLOCKS, PARTIAL_LOAD_NOT_BLOCKED } from './scenarios/half-loaded.ts';
import { NOT_BLOCKED } from './scenarios/innocents.ts';
import { LOOKALIKES } from './scenarios/lookalikes.ts';
import { NATIONWIDE, NATIONWIDE_NOT_BLOCKED } from './scenarios/nationwide.ts';
import type { ScenarioDraft } from './scenarios/parts.ts';
import { SECOND_OPINIONS_BLOCKS, SECOND_OPINIONS_NOT_BLOCKED } from './scenarios/second-opinions.ts';
import { PROVIDER_SAYS, SITE_SAYS } from './scenarios/site-says.ts';
import { SLOW_NOT_BLOCKED, SLOWED_DOWN } from './scenarios/slow-lines.ts';
import { VANTAGE_POINT_BLOCKS, VANTAGE_POINT_NOT_BLOCKED } from './scenarios/witnesses.ts';

/** The lists, each with the class that tables group it under. Tests play them in this order. */
const BLOCK_LISTS: [group: string, list: ScenarioDraft[]][] = [
  ['blocks', BLOCKS],
  ['half-seen blocks', BLOCKS_PARTLY_OBSERVABLE],
  ['half-loaded pages', PARTIAL_LOAD_BLOCKS],
  ['vantage points', VANTAGE_POINT_BLOCKS],
  ['freezes', FREEZES],
  ['slow lines', SLOWED_DOWN],
  ['addresses', ADDRESS_BLOCKS],
  ['filters', FILTERS],
  ['nationwide', NATIONWIDE],
  ['what sites say', PROVIDER_SAYS],
  ['second opinions', SECOND_OPINIONS_BLOCKS],
  ['forgeries', FORGERIES],
];
const INNOCENT_LISTS: [group: string, list: ScenarioDraft[]][] = [
  ['innocents', NOT_BLOCKED],
  ['lookalikes', LOOKALIKES],
  ['half-loaded pages', PARTIAL_LOAD_NOT_BLOCKED],
  ['vantage points', VANTAGE_POINT_NOT_BLOCKED],
  ['freezes', FREEZES_NOT_BLOCKED],
  ['slow lines', SLOW_NOT_BLOCKED],
  ['addresses', ADDRESSES_NOT_BLOCKED],
  ['filters', FILTERS_NOT_BLOCKED],
  ['nationwide', NATIONWIDE_NOT_BLOCKED],
  ['what sites say', SITE_SAYS],
  ['second opinions', SECOND_OPINIONS_NOT_BLOCKED],
];

/**
 * Scenarios that take the same path through the checks as another scenario of the lists. The tests in browsers and the
 * benchmark of verdicts leave them out to end in time; with `EVERY=1` the tests play them as well.
 */
export const REDUNDANT_SCENARIOS: ReadonlySet<string> = new Set(
  `redirect-into-block http-blockpage-redirect doh-blocked helpers-blocked google-blocked one-domain-only www-only
  portals-forged one-control-down ip-drop-doh-blocked tls-drop-helpers-blocked tcp-refused-helpers-blocked
  dns-nxdomain-doh-blocked nobody-outside http-blockpage-403 dns-sinkhole-without-tls
  vpn-elsewhere redirect-to-address

  slow-site no-content not-found challenge-503 other-address-503 refused-page-only expired-subdomain
  site-503-control-down site-silent portals-forged-site-503 one-control-works slow-once controls-refused site-closes
  expired-helpers-blocked keeps-waiting-helpers-blocked offline one-image-fails other-site
  download name-gone-everywhere

  throttled-control-down freeze-64-kb slow-name-slow-line slow-whole-hoster
  freeze-16-kb freeze-24-kb freeze-4-kb freeze-controls-abroad freeze-helpers-blocked slow-name-one-fast-control
  silent-slow-line edge-silent ads-resolver-reset dns-sometimes-poisoned one-resolver-filters
  silent-preloaded-helpers-blocked one-portal-hijacked warning-over-plain-http family-filter court-order
  residual-after-reset port-443-refused shared-addresses-silent abroad-silent allow-list-iran-port-80-closed
  allow-list-reset operator-403 one-resolver-swallowed nothing-to-compare-a-name-with one-control-hijacked
  one-control-imitated quota-used-up

  slow-name-128-kbit residual-silence allow-list-port-80-closed line-2g slow-everywhere helper-overloaded-silent
  resolvers-dead-by-address slow-everywhere-body slow-handshake-everywhere line-2g-controls-silent site-503-slow-line slow-videos-only
     redirect-to-unknown-name
  connection-limit-site-503 portal-lets-checks-pass  domestic-down-too
  site-down-domestic-down    region-notice
   redirects-for-ever   helper-late-site-resets
  helpers-unreachable-failed-once
  drop-then-reset-helpers-blocked provider-answers-loopback`.split(/\s+/),
);

export interface ListedScenario extends Scenario {
  /** The class that tables group it under. */
  group: string;
}

const withGroup = (lists: typeof BLOCK_LISTS, innocent: boolean): ListedScenario[] =>
  lists.flatMap(([group, list]) => list.map((scenario) => ({ ...scenario, innocent, group })));

/** Tests, demo and benchmarks play these scenarios in every browser. */
export const SCENARIOS: ListedScenario[] = [
  ...withGroup(BLOCK_LISTS, false),
  ...withGroup(INNOCENT_LISTS, true),
];

/** @throws on a name that does not exist, with those that do */
export function findScenario(name: string): Scenario {
  const scenario = SCENARIOS.find((one) => one.name === name);
  if (scenario) return scenario;
  throw new Error(
    `There is no scenario "${name}". There are: ${SCENARIOS.map((one) => one.name).join(', ')}`,
  );
}
