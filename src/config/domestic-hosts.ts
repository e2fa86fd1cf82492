import * as v from 'valibot';
import domestic from './domestic-hosts.json' with { type: 'json' };

const hostSchema = v.pipe(v.string(), v.regex(/^[a-z0-9-]+(\.[a-z0-9-]+)+$/, 'a lower-case host name'));

const DomesticHostsSchema = v.record(
  v.pipe(v.string(), v.regex(/^[A-Z]{2}$/, 'an ISO 3166-1 code')),
  v.strictObject({
    /** Big shops, papers and banks: where a state lets only a list of sites through, such are on it. */
    listed: v.pipe(v.array(hostSchema), v.minLength(1)),
    /**
     * Ordinary sites that no published list names. A dead or foreign one would make a shutdown look like an allow-list,
     * so it is empty where no site is known well enough.
     */
    unlisted: v.array(hostSchema),
  }),
);

/**
 * Well-known sites that are hosted inside a country, by ISO 3166-1 code. If these answer and no site abroad does, the
 * country is cut off and the person's own line works. One site that no longer exists proves nothing. Each belongs to a
 * private company: in a shutdown an office, a regulator or a state telecom would get a list of those who check. A country
 * where no such site is known has no row.
 */
const DOMESTIC_HOSTS = v.parse(DomesticHostsSchema, domestic);

/** All of a country's sites, listed ones first. */
export function domesticHosts(country: string): string[] {
  const { listed = [], unlisted = [] } = DOMESTIC_HOSTS[country] ?? {};
  return [...listed, ...unlisted];
}

export const allDomesticHosts = (): string[] => Object.keys(DOMESTIC_HOSTS).flatMap(domesticHosts);

const LISTED = new Set(Object.values(DOMESTIC_HOSTS).flatMap(({ listed }) => listed));

/** Whether a domestic site is one that allow-lists keep open. */
export const isListedDomesticHost = (host: string): boolean => LISTED.has(host);
