import * as v from 'valibot';

/**
 * Keys of the evidence that a rule can give. Each is one localised sentence: `evidence_<key>` in _locales, dashes as
 * underscores. Parameters stand in braces there: {platform} {host} {status} {ok} {total} {times} {seconds} {failure}
 * {resolvers} {page} {country} {failed} {rate} {size} {tests} {anomalous}.
 */
export const EVIDENCE_KEYS = [
  'page-failed', //             {failure}: the page itself failed in this way; wording by `failure_<failure>`
  'page-status', //             {status}: the page answered with this status
  'page-hangs', //              {seconds}: no first byte came within this time
  'partial-load', //            {failed} {failure} {host}: the page came, but this many of its subresources did not
  'page-stalled', //            {seconds}: the page began to arrive and was not complete after this time
  'page-plain', //              the page came over plain HTTP, or a redirect that can be forged led elsewhere
  'retry-same', //              {times}: the retries failed in the same way
  'retry-other', //             {failure}: the retries failed in another way
  'retry-ok', //                the host answers now
  'retry-status', //            {status}: the retry was answered with this status
  'in-page-ok', //              the host answers a request from inside the page
  'in-page-failed', //          the host does not answer a request from inside the page either
  'controls-ok', //             {ok} {total}: all controls answered
  'controls-some', //           {ok} {total}: only some controls answered
  'controls-down', //           {total}: no control answered
  'domestic-ok', //             sites inside the country answer
  'portal-none', //             the portal check found no log-in page
  'portal', //                  the portal check got another answer than the known one
  'http-blockpage', //          {page}: plain HTTP shows a known block page
  'http-elsewhere', //          {host}: plain HTTP redirects to another host
  'http-ok', //                 plain HTTP redirects to the platform's own host
  'http-failed', //             plain HTTP fails as well
  'alternate-ok', //            {host}: another host of the platform answers
  'alternate-failed', //        {host}: another host of the platform fails as well
  'dns-exists', //              {resolvers}: this many DoH resolvers know the name
  'dns-missing', //             {resolvers}: this many DoH resolvers do not know it either
  'dns-unknown', //             no DoH resolver gave a usable answer
  'resolver-unresponsive', //   the system resolver does not answer a lookup of the host
  'names-unresolved', //        no name is found at all, while servers answer by their bare address
  'resolver-down', //           the system resolver answers no name at all
  'dns-differs', //             the browser got another address than the DoH resolvers give
  'dns-bogon', //               the DoH resolvers give only addresses that no public site has
  'static-file-ok', //          the host answers at once for a small file
  'filter-nearby', //           a filter on this device or network, set up by the person, others or the provider
  'legal-reasons', //           {status}: the site withholds the page for legal reasons, and says so over valid TLS
  'unlisted-down', //           ordinary sites inside the country do not answer
  'tls-blockpage', //           {page}: the answer over TLS is a known block page
  'tls-elsewhere', //           {host}: the answer over TLS redirects to an IP address
  'resolves-here', //           the name resolves to this device, or to an unspecified address (0.0.0.0)
  'also-reset', //              {host}: in addition, connections are reset or closed
  'also-nxdomain', //           {host}: in addition, its name is not found
  'ip-ok', //                   the address answers when the request does not name the host
  'ip-unreachable', //          the address does not answer even then
  'ipv4-only', //               its IPv4 address answers, its IPv6 address does not
  'ipv6-only', //               its IPv6 address answers, its IPv4 address does not
  'certificate-wrong', //       the server cannot prove that it is the site
  'clock-wrong', //             the clock of this device is wrong
  'stopped-locally', //         something on this device stopped it
  'proxy-down', //              the configured proxy does not answer
  'no-network', //              the device says it is offline
  'checks-off', //              quiet mode: nothing was sent
  'test-helper-works', //       OONI's test helper loads the site
  'test-helper-fails', //       the site fails for the test helper as well
  'vantage-points-unknown', //  no vantage point gave a result
  'abroad-works', //            {country}: a volunteer's computer abroad loads the site
  'abroad-fails', //            {country}: the site fails there as well
  'same-country-works', //      {country}: the site loads on another network of the person's own country
  'same-country-fails', //      {country}: the site fails there as well
  'aggregation-anomalies', //   {country} {tests} {anomalous}: this many of the last week's measurements show an anomaly
  'throughput-stopped', //      {size} {times}: after at most this many KB nothing more of the platform's body came
  'throughput-short', //        what the platform sends is too short to tell whether it would stop
  'hoster-limited', //          {host}: a file of another site at this hosting network stops as well
  'throughput-slow', //         {rate}: no sample of the platform's body was faster, in KB/s
  'throughput-fast', //         {rate}: the fastest sample of another site's body, in KB/s
  'page-requested', //          the person asked for the check; no failure was noticed
  'media-ok', //                {ok} {total} {host}: hosts of videos and pictures that answer, such as this one
  'media-fast', //              {host} {rate}: a file of the page came from there at this rate, in KB/s
  'media-slow', //              {host} {rate}: no file of the page came from there any faster, in KB/s
  'media-stopped', //           {host} {size}: a file of the page stopped after this many KB
  'media-failed', //            {failed} {total} {host} {failure}: hosts of videos and pictures that do not answer
  'media-unsampled', //         how fast videos and pictures come was not measured
  'known-incident', //          {country}: a restriction of this platform is on record there and in force
] as const;

export type EvidenceKey = (typeof EVIDENCE_KEYS)[number];

/** Cases that an earlier version stored: see `currentCheckName` in observation.ts. */
const currentKey = (key: string): string => (key === 'oversized-request-ok' ? 'static-file-ok' : key);

export const EvidenceSchema = v.object({
  key: v.pipe(v.string(), v.transform(currentKey), v.picklist(EVIDENCE_KEYS)),
  /** `fine`: this part of the path works; `bad`: it fails; `open`: undecided. */
  tone: v.picklist(['fine', 'bad', 'open']),
  params: v.record(v.string(), v.union([v.string(), v.number()])),
  /** Keys of the observations behind it. */
  from: v.array(v.string()),
});

export type Evidence = v.InferOutput<typeof EvidenceSchema>;
