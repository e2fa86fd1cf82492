import type { Incident } from './incident.ts';

/** Stands for a cut of the whole network where a platform would stand. */
export const NETWORK = '*';

/**
 * The keys that an incident is found by: import, country, platform, then a rank that sorts what still goes on first and
 * the newest first, so that the index hands out the most telling records without any being sorted.
 */
export function aboutKeys(gen: number, { country, platforms, scope, status, start }: Incident): string[] {
  const rank = `${status === 'ended' ? 1 : 0}${[...start.padEnd(10, '-')].map(inverted).join('')}`;
  return (scope === 'network' ? [NETWORK] : platforms).map((slug) => `${prefix(gen, country, slug)}${rank}`);
}

/** Everything about a platform (or the network) of a country in one import. */
export function aboutRange(gen: number, country: string, platform: string): IDBKeyRange {
  const start = prefix(gen, country, platform);
  return IDBKeyRange.bound(start, `${start}\uffff`);
}

function prefix(gen: number, country: string, platform: string): string {
  return `${gen}|${country}|${platform}|`;
}

/** A later digit sorts earlier; a date that is less exact sorts after the exact ones of its year or month. */
function inverted(char: string): string {
  return char === '-' ? '~' : String(9 - Number(char));
}
