import * as v from 'valibot';

/**
 * The evidence that a rule can give, each one localised sentence (`evidence_<key>` in _locales, dashes as underscores).
 * Parameters stand in braces there: {platform} {host} {status} {ok} {total} {times} {seconds} {failure} {resolvers} {page} {country} {failed} {rate} {tests} {anomalous}.
 */
export const EVIDENCE_KEYS = [
  'page-failed', //             {failure}: the page itself failed that way; wording by `failure_<failure>`
  'page-status', //             {status}: the page answered with that status
  'page-hangs', //              {seconds}: nothing came for that long
  'partial-load', //            {failed} {failure} {host}: the page came, so many of its parts did not
  'page-stalled', //            {seconds}: it began to come and had not ended by then
  'page-plain', //              the page came over plain http, from somewhere else
  'retry-same', //              {times}: it failed again in the same way
  'retry-other', //             {failure}: it failed again, differently
  'retry-ok', //                it answers now
  'retry-status', //            {status}: asked again, it answered with that status
  'in-page-ok', //              the page itself gets an answer from the host
  'in-page-failed', //          the page itself gets none either
  'controls-ok', //             {ok} {total}: other sites work
  'controls-some', //           {ok} {total}: only some do
  'controls-down', //           {total}: none does
  'domestic-ok', //             sites inside the country answer
  'portal-none', //             no log-in page in between
  'portal', //                  plain http is answered by somebody else
  'http-blockpage', //          {page}: plain http shows a known block page
  'http-elsewhere', //          {host}: plain http is sent to another host
  'http-ok', //                 plain http reaches the site
  'http-failed', //             plain http fails as well
  'alternate-ok', //            {host}: another address of the platform works
  'alternate-failed', //        {host}: another address of the platform fails as well
  'dns-exists', //              {resolvers}: resolvers elsewhere know the name
  'dns-missing', //             {resolvers}: resolvers elsewhere do not know it either
  'dns-unknown', //             no resolver elsewhere could be asked
  'resolver-unresponsive', //   the browser's own resolver does not even deny a name of the platform that nobody has
  'resolver-down', //           it says nothing of any name
  'dns-differs', //             the browser was sent to another address than resolvers elsewhere give
  'dns-bogon', //               resolvers elsewhere know the name, at an address that no public site has
  'port-80-ok', //              where the name leads somebody answers, at another port
  'oversized-request-ok', //    its server turns an overlong request away at once
  'tls-blockpage', //           {page}: over TLS comes a known block page
  'tls-elsewhere', //           {host}: over TLS it is sent to a bare address
  'resolves-here', //           the name leads back to this device, or to nobody
  'also-reset', //              {host}: besides, connections to it are cut
  'also-nxdomain', //           {host}: besides, its name is denied
  'ip-ok', //                   its address answers when the name is not said
  'ip-unreachable', //          its address does not answer at all
  'ipv4-only', //               that of IPv6 does not, that of IPv4 does
  'ipv6-only', //               the other way round
  'certificate-wrong', //       whoever answers cannot prove to be the site
  'clock-wrong', //             this device's clock is off
  'stopped-locally', //         something on this device stopped it
  'proxy-down', //              the configured proxy does not answer
  'no-network', //              the device says it is offline
  'checks-off', //              quiet mode: nothing was sent
  'test-helper-works', //       a computer elsewhere (OONI's test helper) loads the site
  'test-helper-fails', //       it fails from there as well
  'vantage-points-unknown', //  nobody outside could be asked
  'abroad-works', //            {country}: a volunteer's computer in another country loads the site
  'abroad-fails', //            {country}: it fails there as well
  'same-country-works', //      {country}: it loads on another network of the person's own country
  'same-country-fails', //      {country}: it fails there as well
  'aggregation-anomalies', //   {country} {tests} {anomalous}: so many of the last week's measurements were kept away
  'throughput-slow', //         {rate}: the platform's body came no faster, in KB/s
  'throughput-fast', //         {rate}: another site's came at least that fast, in KB/s
  'known-incident', //          {country}: this platform has been blocked here before
] as const;

export type EvidenceKey = (typeof EVIDENCE_KEYS)[number];

export const EvidenceSchema = v.object({
  key: v.picklist(EVIDENCE_KEYS),
  /** `fine` speaks for a healthy path, `bad` against it, `open` leaves it undecided. */
  tone: v.picklist(['fine', 'bad', 'open']),
  params: v.record(v.string(), v.union([v.string(), v.number()])),
  /** Keys of the observations behind it. */
  from: v.array(v.string()),
});

export type Evidence = v.InferOutput<typeof EvidenceSchema>;
