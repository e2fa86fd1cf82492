import { SERVICES } from '../../src/checks/made-up-names.ts';
import type { Authority } from './certificates.ts';
import { mostSpecificKey } from './fault-table.ts';
import { OWN_RESOLVER, type Place, type Places } from './places.ts';
import type { Fault } from './scenario.ts';

/** Hosts of the browsers' makers, which browsers contact by themselves. They do not resolve and so do not fill the log. */
const SILENCED_HOSTS = [
  '*.googleapis.com',
  'accounts.google.com',
  'clients1.google.com',
  'clients2.google.com',
  'clients3.google.com',
  'clients4.google.com',
  'clientservices.googleapis.com',
  'update.googleapis.com',
  '*.gvt1.com',
  '*.mozilla.org',
  '*.mozilla.com',
  '*.mozilla.net',
  '*.mozaws.net',
];
/** Names that do not exist: those that the extension makes up. */
const UNKNOWN_NAMES = SERVICES.flatMap((service) => [
  `${service}-????.*`,
  `????-${service}.*`,
  `${service}??-???.*`,
]);
const UNKNOWN_NAME = new RegExp(
  `^(${SERVICES.join('|')})(\\d\\d-[a-z]{3}|-[a-z]{3}\\d)\\.|^[a-z]{3}\\d-(${SERVICES.join('|')})\\.`,
);
export const isUnknownName = (host: string): boolean => UNKNOWN_NAME.test(host);
export const isSilenced = (host: string): boolean => mostSpecificKey(SILENCED_HOSTS, host) !== undefined;

/**
 * Chromium asks no resolver: its names are on its command line, and so fixed for its life. The first matching rule wins.
 * Names and addresses without a rule do not exist, so nothing leaves this machine.
 */
export function chromiumArgs(
  places: Places,
  { spkiHash }: Authority,
  faultOf: (key: string) => Fault,
): string[] {
  const unknownNames = faultOf('@unknown-names').dns;
  const targetOf = (place: Place): Target => {
    const { dns, authoritativeAnswer } = faultOf(representativeHost(place));
    return resolvedTarget(places, dns ?? (authoritativeAnswer && unknownNames), place);
  };
  const named = places.all
    .filter(({ key }) => key !== '*')
    .sort((a, b) => keySpecificity(b.key) - keySpecificity(a.key))
    .flatMap((place) => resolverPatterns(place.key).flatMap((name) => mapRules(name, targetOf(place))));
  const literal = places.hasOwnAddresses ? places.all.flatMap((place) => mapRules(place.address, place)) : [];
  const silenced = SILENCED_HOSTS.flatMap((key) =>
    resolverPatterns(key).map((name) => `MAP ${name} ~NOTFOUND`),
  );
  const rest = targetOf(places.placeOf('anything.example'));
  const rules = [
    ...UNKNOWN_NAMES.flatMap((name) =>
      mapRules(name, resolvedTarget(places, unknownNames ?? 'nxdomain', null)),
    ),
    ...literal,
    ...named,
    ...silenced,
    ...mapRules('*', rest),
    'EXCLUDE 127.0.0.1',
    'EXCLUDE localhost',
  ];
  return [`--host-resolver-rules=${rules.join(', ')}`, ...realChromiumArgs({ spkiHash })];
}

/** For real names, addresses and ports. */
export const realChromiumArgs = ({ spkiHash }: Pick<Authority, 'spkiHash'>): string[] => [
  `--ignore-certificate-errors-spki-list=${spkiHash}`,
  '--no-proxy-server',
  '--disable-quic',
  '--disable-background-networking',
  '--disable-component-update',
];

/** A host of the place that no more specific key covers. */
export const representativeHost = ({ key }: Place): string => key.replace('*', 'any');

const keySpecificity = (key: string): number => (key.startsWith('*') ? key.length : 1_000);
const resolverPatterns = (key: string): string[] => (key.startsWith('*.') ? [key.slice(2), key] : [key]);

/** Where a name leads: a place, an address without any service, or null: nowhere. */
type Target = Place | string | null;

/** @throws on what only a resolver could do */
function resolvedTarget(places: Places, dns: Fault['dns'], place: Place | null): Target {
  if (dns === 'mute' || (typeof dns === 'object' && 'alternating' in dns))
    throw new Error(`Chromium asks no resolver that could answer "${JSON.stringify(dns)}"`);
  if (typeof dns === 'object') return places.placeOf(dns.to);
  if (dns === 'nxdomain') return null;
  if (dns === 'loopback') return '127.0.0.1';
  if (dns === 'unspecified') return '0.0.0.0';
  return dns === 'sinkhole' ? places.sinkhole : place;
}

/** The port "discard", on which no program listens. */
const CLOSED_PORT = 9;

function mapRules(name: string, target: Target): string[] {
  if (!target) return [`MAP ${name} ~NOTFOUND`];
  if (typeof target === 'string') return [`MAP ${name} ${target}:${CLOSED_PORT}`];
  const { address, ports } = target;
  return [
    `MAP ${name}:443 ${address}:${ports.tls}`,
    `MAP ${name}:80 ${address}:${ports.plain}`,
    ...ports.others.slice(0, 1).map((port) => `MAP ${name} ${address}:${port}`),
  ];
}

/** Names come from the lab's resolver, so only literal addresses could leave this machine: they go to a dead proxy. */
const LOOPBACK_ONLY_PAC = `function FindProxyForURL(url, host) {
  return /^[0-9.]+$|:/.test(host) && !/^127\\./.test(host) ? 'PROXY 127.0.0.1:9' : 'DIRECT';
}`;

/**
 * Firefox asks the person's own resolver over https, so its names can change while it runs.
 * @throws where only 127.0.0.1 is loopback: Firefox maps ports, not hosts, so hosts need addresses of their own
 */
export function firefoxPrefs({
  hasOwnAddresses,
  resolver,
}: Places): Record<string, string | number | boolean> {
  if (!hasOwnAddresses)
    throw new Error('Firefox needs more than one loopback address: sudo ifconfig lo0 alias 127.1.0.1 …');
  const { tls, plain, others } = resolver.ports;
  return {
    // Programs of the test itself listen above.
    'network.socket.forcePort': `443=${tls};80=${plain};1-79,81-442,444-19999=${others[0]}`,
    'network.trr.mode': 3,
    'network.trr.uri': `https://${OWN_RESOLVER}/dns-query`,
    'network.trr.default_provider_uri': `https://${OWN_RESOLVER}/dns-query`,
    'network.trr.bootstrapAddr': resolver.address,
    'network.trr.allow-rfc1918': true,
    'network.trr.excluded-domains': '',
    'network.trr.builtin-excluded-domains': 'localhost',
    'network.trr.max-fails': 1_000_000,
    'network.trr.retry_on_recoverable_errors': true,
    // Unanswered questions must not hold up others, as they would not over UDP.
    'network.http.max-persistent-connections-per-server': 60,
    'network.proxy.type': 2,
    'network.proxy.autoconfig_url': `data:text/javascript,${encodeURIComponent(LOOPBACK_ONLY_PAC)}`,
    'network.proxy.failover_direct': false,
    'network.dns.disableIPv6': true,
    ...realFirefoxPrefs(),
  };
}

/** Turns off what Firefox does by itself. Real names, addresses and ports need no other preferences. */
export function realFirefoxPrefs(): Record<string, string | number | boolean> {
  return {
    'network.dnsCacheExpiration': 0,
    'network.dnsCacheExpirationGracePeriod': 0,
    'network.http.http3.enable': false,
    'network.http.speculative-parallel-limit': 0,
    'network.prefetch-next': false,
    'network.dns.disablePrefetch': true,
    'network.captive-portal-service.enabled': false,
    'network.connectivity-service.enabled': false,
    'doh-rollout.enabled': false,
    'security.OCSP.enabled': 0,
    'security.remote_settings.crlite_filters.enabled': false,
    'browser.safebrowsing.malware.enabled': false,
    'browser.safebrowsing.phishing.enabled': false,
    'browser.safebrowsing.downloads.remote.enabled': false,
    'browser.safebrowsing.provider.google4.updateURL': '',
    'browser.safebrowsing.provider.mozilla.updateURL': '',
    'services.settings.server': 'data:,#remote-settings-dummy/v1',
    'app.normandy.enabled': false,
    'app.update.enabled': false,
    'extensions.update.enabled': false,
    'extensions.getAddons.cache.enabled': false,
    'extensions.systemAddon.update.enabled': false,
    'datareporting.policy.dataSubmissionEnabled': false,
    'datareporting.healthreport.uploadEnabled': false,
    'toolkit.telemetry.enabled': false,
    'toolkit.telemetry.server': '',
    'browser.region.update.enabled': false,
    'browser.region.network.url': '',
    'browser.search.update': false,
    'browser.newtabpage.enabled': false,
    'browser.topsites.contile.enabled': false,
    'browser.discovery.enabled': false,
    'dom.push.connection.enabled': false,
    'media.gmp-manager.updateEnabled': false,
  };
}
