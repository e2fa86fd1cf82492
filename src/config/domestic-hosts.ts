import domestic from './domestic-hosts.json' with { type: 'json' };

/**
 * Well-known sites that are hosted inside a country, by ISO 3166-1 code. If these answer and no site abroad does, the
 * country is cut off and the person's own line works. One site that no longer exists proves nothing.
 */
const DOMESTIC_HOSTS: Partial<Record<string, string[]>> = domestic;

export function domesticHosts(country: string): string[] {
  return DOMESTIC_HOSTS[country] ?? [];
}

export const allDomesticHosts = (): string[] => Object.values(domestic).flat();
