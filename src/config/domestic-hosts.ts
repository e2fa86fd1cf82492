import domestic from './domestic-hosts.json' with { type: 'json' };

/**
 * Well-known sites that are run inside a country, by ISO 3166-1 code. When nothing abroad answers and these do, the
 * country has been cut off, and the person's own line is in order. A site of the list that is gone proves nothing.
 */
const DOMESTIC_HOSTS: Partial<Record<string, string[]>> = domestic;

export function domesticHosts(country: string): string[] {
  return DOMESTIC_HOSTS[country] ?? [];
}

export const allDomesticHosts = (): string[] => Object.values(domestic).flat();
